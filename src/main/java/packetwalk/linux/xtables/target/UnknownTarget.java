package packetwalk.linux.xtables.target;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * A target that the engine does not model; kept in print.
 *
 * @param words as {@code iptables-save} prints it
 * @param list its options as {@code iptables -L} prints them, with a blank before them
 */
public record UnknownTarget(String name, String words, String list, Set<Hook> hooks, Set<Table> tables)
        implements Target {

    private static final Set<Hook> DESTINATIONS = Set.of(Hook.PREROUTING, Hook.OUTPUT);

    private static final Map<String, Set<Hook>> HOOKS = Map.of(
            "MASQUERADE", Set.of(Hook.POSTROUTING),
            "SNAT", Set.of(Hook.INPUT, Hook.POSTROUTING),
            "DNAT", DESTINATIONS,
            "REDIRECT", DESTINATIONS,
            "TPROXY", Set.of(Hook.PREROUTING),
            "CT", DESTINATIONS,
            "NOTRACK", DESTINATIONS);

    /** One whose options were not understood either: they stay as they were typed. */
    public UnknownTarget(String name, String words) {
        this(
                name,
                words,
                words.replaceFirst("^-j " + name, "").replace(" --", " "),
                HOOKS.getOrDefault(name, Hook.ALL),
                Table.ALL);
    }

    @Override
    public Verdict apply(Skb skb, Action action) {
        return new Verdict.Unknown("-j " + name);
    }

    @Override
    public Optional<String> unknown() {
        return Optional.of("-j " + name);
    }

    @Override
    public String listed(boolean numeric) {
        return list;
    }

    @Override
    public String toString() {
        return words;
    }
}
