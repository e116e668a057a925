package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.UnknownTarget;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/** Targets whose effect the engine does not model, read and printed as iptables does, so that rules keep their form. */
final class UnmodelledTargets {

    private static final String SYNPROXY = "sack-perm 0 timestamp 0 wscale 1 mss 1 ecn 0";

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "SYNPROXY", Syntax.of(SYNPROXY, UnmodelledTargets::synproxy),
            "TPROXY", Syntax.of("on-port 1 on-ip 1 tproxy-mark 1", UnmodelledTargets::tproxy),
            "TEE", Syntax.of("gateway 1 oif 1", UnmodelledTargets::tee),
            "CONNSECMARK", Syntax.of("save 0 restore 0", UnmodelledTargets::connsecmark));

    private UnmodelledTargets() {}

    private static Target target(String name, String words, String list, Set<Hook> hooks, Set<Table> tables) {
        return new UnknownTarget(name, ("-j " + name + " " + words).stripTrailing(), " " + list, hooks, tables);
    }

    private static Target synproxy(Options options) {
        TcpTargets.requireTcp(options);
        StringBuilder words = new StringBuilder();
        for (String flag : new String[] {"sack-perm", "timestamp"}) {
            words.append(options.has("--" + flag) ? " --" + flag : "");
        }
        options.number("--wscale", 0, Numbers.UINT32)
                .ifPresent(shift -> words.append(" --wscale ").append(shift & 0xff));
        options.number("--mss", 0, Numbers.UINT32)
                .ifPresent(mss -> words.append(" --mss ").append(mss & 0xffff));
        words.append(options.has("--ecn") ? " --ecn" : "");
        String list = "SYNPROXY " + words.toString().replace(" --", " ").strip() + " ";
        return target(
                "SYNPROXY",
                words.toString().strip(),
                list.replace("  ", " "),
                Set.of(Hook.INPUT, Hook.FORWARD),
                Table.ALL);
    }

    private static Target tproxy(Options options) {
        boolean ports = options.protocol()
                .filter(each -> each.equals(Protocol.TCP) || each.equals(Protocol.UDP))
                .isPresent();
        if (!ports) {
            throw new IllegalArgumentException(
                    "TPROXY works on TCP and UDP only (Invalid argument); add -p tcp or -p udp");
        }
        options.required("--on-port");
        long port = options.number("--on-port", 0, 0xffff).orElseThrow();
        String ip = options.value("--on-ip").map(UnmodelledTargets::address).orElse("0.0.0.0");
        String mark = options.value("--tproxy-mark")
                .map(RuleValues::mark)
                .map(each -> "0x" + Integer.toHexString(each.value()) + "/0x" + Integer.toHexString(each.mask()))
                .orElse("0x0/0x0");
        return target(
                "TPROXY",
                "--on-port " + port + " --on-ip " + ip + " --tproxy-mark " + mark,
                "TPROXY redirect " + ip + ":" + port + " mark " + mark,
                Set.of(Hook.PREROUTING),
                Set.of(Table.MANGLE));
    }

    private static String address(String text) {
        if (!IpAddress.isAddress(text) || text.indexOf(':') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no IPv4 address; write it as 10.0.0.1");
        }
        return IpAddress.parse(text).toString();
    }

    private static Target tee(Options options) {
        String gateway = address(options.required("--gateway").value());
        if (gateway.equals("0.0.0.0")) {
            throw new IllegalArgumentException("TEE: --gateway 0.0.0.0 is nobody (Invalid argument); name a neighbour");
        }
        Optional<String> oif = options.value("--oif");
        return target(
                "TEE",
                "--gateway " + gateway + oif.map(each -> " --oif " + each).orElse(""),
                "TEE gw:" + gateway + oif.map(each -> " oif=" + each).orElse(""),
                Hook.ALL,
                Table.ALL);
    }

    private static Target connsecmark(Options options) {
        options.requireAtMostOne("--save", "--restore");
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException("CONNSECMARK target: parameter required; add --save or --restore");
        }
        String word = options.given().get(0).name().substring(2);
        return target(
                "CONNSECMARK", "--" + word, "CONNSECMARK " + word, Hook.ALL, Set.of(Table.MANGLE, Table.SECURITY));
    }
}
