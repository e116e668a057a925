package packetwalk.kernel.exercise.card;

import java.util.List;

/**
 * Something that many people believe of networks, and that is not so.
 *
 * @param name such as {@code M-ARP-REMOTE}
 * @param says what is so instead, in a sentence or two; never the solution
 * @param would for predictions: prompts that make a world in which it is so; may be empty
 * @param send what is sent there, if not what the check sends: a belief about what one sends, not about the world
 */
public record Misconception(String name, String says, List<String> would, List<String> send) {

    public Misconception {
        would = List.copyOf(would);
        send = List.copyOf(send);
    }

    /** Whether there is a world in which it holds. */
    public boolean canBeSimulated() {
        return !would.isEmpty() || !send.isEmpty();
    }
}
