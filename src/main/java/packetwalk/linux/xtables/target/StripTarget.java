package packetwalk.linux.xtables.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.Tcp;

/**
 * Overwrites options of a TCP segment by padding and goes on: {@code -j TCPOPTSTRIP}, net/netfilter/xt_TCPOPTSTRIP.c.
 * The engine's segments have no padding: one that would need it is not modelled, any other is left as it is.
 */
public record StripTarget(Set<Integer> kinds) implements Target {

    /** Names of the options, by number: libxt_TCPOPTSTRIP.c {@code tcp_optionmap}. */
    private static final Map<Integer, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(2, "mss");
        NAMES.put(3, "wscale");
        NAMES.put(4, "sack-permitted");
        NAMES.put(5, "sack");
        NAMES.put(8, "timestamp");
        NAMES.put(19, "md5");
    }

    public StripTarget {
        kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }

    /** The number of the option of that name; empty if there is none. */
    public static Optional<Integer> named(String name) {
        return NAMES.entrySet().stream()
                .filter(each -> each.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        boolean strips = skb.packet().transport() instanceof Tcp segment
                && kinds.stream().anyMatch(kind -> segment.options().has(kind));
        return strips ? new Verdict.Unknown("-j TCPOPTSTRIP") : null;
    }

    @Override
    public String name() {
        return "TCPOPTSTRIP";
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.MANGLE);
    }

    private String options(boolean numeric) {
        return kinds.stream()
                .map(kind -> numeric ? kind.toString() : NAMES.getOrDefault(kind, kind.toString()))
                .collect(Collectors.joining(","));
    }

    @Override
    public String listed(boolean numeric) {
        return kinds.isEmpty() ? "" : " TCPOPTSTRIP options " + options(numeric);
    }

    @Override
    public String toString() {
        return "-j TCPOPTSTRIP" + (kinds.isEmpty() ? "" : " --strip-options " + options(true));
    }
}
