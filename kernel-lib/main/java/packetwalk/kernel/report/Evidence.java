package packetwalk.kernel.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The packet that an answer did not hold for: two walks, line by line.
 *
 * @param situation what was drawn, for people: {@code dst = 10.0.2.7, own = 10.0.1.5/24}
 * @param command what was sent, and where: {@code client: ping -c 1 10.0.2.7}
 * @param said what the answer said or asked for
 * @param happened what is so
 * @param yours what the packet does in the learner's network, or in the one that the answer believes in; empty if there is no such
 * @param right what it does where all is well; empty if only an answer could show it
 */
public record Evidence(
        String situation, String command, String said, String happened, List<String> yours, List<String> right) {

    public Evidence {
        Objects.requireNonNull(situation, "situation");
        yours = List.copyOf(yours);
        right = List.copyOf(right);
    }

    /** What the world draws for itself: the node's ends of cables, the tails of a ReplicaSet's pods. Another network has others. */
    private static final Pattern DRAWN = Pattern.compile("\\bveth[0-9a-f]{6,8}\\b|(?<=-)[a-z0-9]{8,10}-[a-z0-9]{5}\\b");

    /** The first line, from 0, in which the two walks differ in more than names that are drawn; empty if there are not two. */
    public Optional<Integer> difference() {
        if (yours.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < Math.max(yours.size(), right.size()); i++) {
            if (i >= yours.size() || i >= right.size() || !same(yours.get(i), right.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static boolean same(String one, String other) {
        return one.equals(other)
                || DRAWN.matcher(one)
                        .replaceAll("*")
                        .equals(DRAWN.matcher(other).replaceAll("*"));
    }
}
