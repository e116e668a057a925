package packetwalk.tools;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code conntrack} is told to do. */
enum ConntrackVerb {
    LIST("-L", "--dump"),
    GET("-G", "--get"),
    DELETE("-D", "--delete"),
    CREATE("-I", "--create"),
    UPDATE("-U", "--update"),
    FLUSH("-F", "--flush"),
    COUNT("-C", "--count"),
    STATISTICS("-S", "--stats"),
    VERSION("-V", "--version");

    private final List<String> spellings;

    ConntrackVerb(String... spellings) {
        this.spellings = List.of(spellings);
    }

    /** The one that is spelled so; empty if there is none. */
    static Optional<ConntrackVerb> named(String word) {
        return Arrays.stream(values())
                .filter(each -> each.spellings.contains(word))
                .findFirst();
    }
}
