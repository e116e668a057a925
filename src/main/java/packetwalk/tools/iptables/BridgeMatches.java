package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.PhysdevMatch;

/** Matches that ask by which port of a bridge a packet goes. */
final class BridgeMatches {

    private static final String PHYSDEV =
            "!physdev-is-in 0 !physdev-in 1 !physdev-is-out 0 !physdev-out 1 !physdev-is-bridged 0";

    static final Map<String, Syntax<? extends Match>> ALL =
            Map.of("physdev", Syntax.of(PHYSDEV, BridgeMatches::physdev));

    private BridgeMatches() {}

    private static Match physdev(Options options) {
        List<PhysdevMatch.Question> questions = new ArrayList<>();
        for (PhysdevMatch.Kind kind : PhysdevMatch.Kind.values()) {
            options.find(kind.option())
                    .ifPresent(each -> questions.add(new PhysdevMatch.Question(kind, device(each), each.negated())));
        }
        if (questions.isEmpty()) {
            throw new IllegalArgumentException(
                    "PHYSDEV: no physdev option specified; add --physdev-in PORT or --physdev-is-bridged");
        }
        return new PhysdevMatch(questions);
    }

    private static String device(Extension.Option option) {
        if (option.values().isEmpty()) {
            return "";
        }
        String name = option.value();
        if (name.isEmpty() || name.length() > 15) {
            throw new IllegalArgumentException("interface name `" + name
                    + "' must be shorter than IFNAMSIZ (15); take 1 to 15 characters, a + at the end for any ending");
        }
        return name;
    }
}
