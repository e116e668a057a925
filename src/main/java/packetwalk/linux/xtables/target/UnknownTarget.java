package packetwalk.linux.xtables.target;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** A target that the engine does not model; kept in print, word by word. */
public record UnknownTarget(String name, String words) implements Target {

    private static final Set<Hook> DESTINATIONS = Set.of(Hook.PREROUTING, Hook.OUTPUT);

    private static final Map<String, Set<Hook>> HOOKS = Map.of(
            "MASQUERADE", Set.of(Hook.POSTROUTING),
            "SNAT", Set.of(Hook.INPUT, Hook.POSTROUTING),
            "DNAT", DESTINATIONS,
            "REDIRECT", DESTINATIONS,
            "TPROXY", Set.of(Hook.PREROUTING),
            "CT", DESTINATIONS,
            "NOTRACK", DESTINATIONS);

    @Override
    public Verdict apply(Skb skb, Action action) {
        return new Verdict.Unknown("-j " + name);
    }

    @Override
    public Optional<String> unknown() {
        return Optional.of("-j " + name);
    }

    @Override
    public Set<Hook> hooks() {
        return HOOKS.getOrDefault(name, Hook.ALL);
    }

    @Override
    public String listed(boolean numeric) {
        return words.replaceFirst("^-j " + name, "").replace(" --", " ");
    }

    @Override
    public String toString() {
        return words;
    }
}
