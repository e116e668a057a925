package packetwalk.tools.iptables;

import java.util.Map;
import packetwalk.linux.xtables.Match;

/** Matches that count, remember or throw dice. */
final class CountingMatches {

    static final Map<String, Syntax<? extends Match>> ALL = Map.of();

    private CountingMatches() {}
}
