package packetwalk.kernel.exercise.world;

import java.util.List;
import java.util.Optional;
import packetwalk.Netns;
import packetwalk.trace.Walk;

/** The programs that send packets, by the words that one types for them. */
final class Senders {

    private Senders() {}

    /** The walk of {@code prompt} at {@code place}; empty if its program is none that sends. */
    static Optional<Walk> run(Netns place, Prompt prompt) {
        List<String> words = prompt.words();
        return switch (prompt.program()) {
            case "ping" -> Optional.of(place.ping(last(words, 2)));
            case "nc" -> Optional.of(place.connect(words.get(words.size() - 2), port(last(words, 3))));
            case "curl" -> Optional.of(place.curl(prompt.arguments()));
            case "traceroute" -> Optional.of(place.traceroute(last(words, 2)));
            case "arping" -> Optional.of(place.arping(last(words, 2)));
            case "nslookup" -> Optional.of(place.nslookup(prompt.arguments()));
            default -> Optional.empty();
        };
    }

    private static String last(List<String> words, int least) {
        if (words.size() < least) {
            throw new IllegalArgumentException(String.join(" ", words) + " says too little; name whom it is for");
        }
        return words.get(words.size() - 1);
    }

    private static int port(String word) {
        if (!word.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("port " + word + " is no number");
        }
        return Integer.parseInt(word);
    }
}
