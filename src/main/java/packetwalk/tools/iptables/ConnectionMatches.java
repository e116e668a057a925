package packetwalk.tools.iptables;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.ConntrackMatch;
import packetwalk.linux.xtables.match.StateMatch;

/** Matches that ask connection tracking. */
final class ConnectionMatches {

    /** The order in which iptables prints them: libxt_conntrack.c {@code print_state()}. */
    private static final List<String> STATES =
            List.of("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT");

    private static final String CONNTRACK = "!ctstate 1 !ctproto 1 !ctorigsrc 1 !ctorigdst 1 !ctreplsrc 1 !ctrepldst 1"
            + " !ctorigsrcport 1 !ctorigdstport 1 !ctreplsrcport 1 !ctrepldstport 1 !ctstatus 1 !ctexpire 1 ctdir 1";

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "conntrack", Syntax.of(CONNTRACK, ConnectionMatches::conntrack),
            "state", Syntax.of("!state 1", options -> new StateMatch(states(options.required("--state"), "state"))));

    private ConnectionMatches() {}

    private static Match conntrack(Options options) {
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException("conntrack: At least one option is required; add --ctstate NEW");
        }
        Optional<ConntrackMatch> state = options.find("--ctstate").map(each -> states(each, "ctstate"));
        return state.isPresent() && options.given().size() == 1 ? state.get() : Extensions.unknownMatch(options);
    }

    private static ConntrackMatch states(Extension.Option option, String what) {
        Set<String> given = new LinkedHashSet<>();
        for (String each : option.value().split(",", -1)) {
            Optional<String> state =
                    STATES.stream().filter(each::equalsIgnoreCase).findFirst();
            if (state.isEmpty()) {
                throw new IllegalArgumentException(
                        "Bad " + what + " \"" + each + "\"; use one of " + String.join(", ", STATES));
            }
            given.add(state.get());
        }
        Set<String> inOrder = new LinkedHashSet<>(STATES);
        inOrder.retainAll(given);
        return new ConntrackMatch(Collections.unmodifiableSet(inOrder), option.negated());
    }
}
