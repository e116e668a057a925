package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.StripTarget;
import packetwalk.linux.xtables.target.TcpmssTarget;
import packetwalk.net.Protocol;

/** Targets that change the options of TCP segments. */
final class TcpTargets {

    /** A segment cannot be longer: {@code UINT16_MAX} less the least IPv4 header and some. */
    private static final int LARGEST_MSS = 65_515;

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "TCPMSS", Syntax.of("set-mss 1 clamp-mss-to-pmtu 0", TcpTargets::tcpmss),
            "TCPOPTSTRIP", Syntax.of("strip-options 1", TcpTargets::tcpoptstrip));

    private TcpTargets() {}

    /** What the kernel demands of a target that works on TCP. */
    static void requireTcp(Options options) {
        if (options.protocol().filter(Protocol.TCP::equals).isEmpty()) {
            throw new IllegalArgumentException(
                    options.name() + " works on TCP segments only (Invalid argument); add -p tcp");
        }
    }

    private static Target tcpmss(Options options) {
        requireTcp(options);
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException(
                    "TCPMSS target: At least one parameter is required; add --clamp-mss-to-pmtu");
        }
        return new TcpmssTarget(options.number("--set-mss", 0, LARGEST_MSS, TcpmssTarget.CLAMP));
    }

    private static Target tcpoptstrip(Options options) {
        requireTcp(options);
        Set<Integer> kinds = new TreeSet<>();
        for (String each : options.value("--strip-options").orElse("").split(",")) {
            if (!each.isEmpty() && !kinds.add(kind(each))) {
                throw new IllegalArgumentException(
                        "TCPOPTSTRIP: Option \"" + each + "\" already specified; name it once");
            }
        }
        return new StripTarget(kinds);
    }

    private static int kind(String text) {
        Optional<Integer> kind =
                StripTarget.named(text).or(() -> Numbers.parse(text, 255).map(Long::intValue));
        return kind.filter(each -> each > 1)
                .orElseThrow(() -> new IllegalArgumentException("TCPOPTSTRIP: Bad TCP option value \"" + text
                        + "\"; use mss, wscale, sack-permitted, sack, timestamp, md5 or a number from 2 to 255"));
    }
}
