package packetwalk.linux.xtables;

import org.jspecify.annotations.Nullable;

/**
 * Numbers from one to another, both included, perhaps all but these: ports, lengths, marks.
 *
 * @param from 0 or more
 * @param to 0 or more; where it lies below {@code from}, which some options allow, the range holds no number
 */
public record Range(long from, long to, boolean negated) {

    public Range {
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException(from + ":" + to + " is no range; use numbers of 0 or more");
        }
    }

    /** Whether {@code number} is meant; a range that was not given ({@code null}) means every number. */
    public static boolean allows(@Nullable Range range, long number) {
        return range == null || (number >= range.from && number <= range.to) != range.negated;
    }

    /** {@code "! "} where it is negated, to stand before an option. */
    public String not() {
        return negated ? "! " : "";
    }

    /** {@code 80} or {@code 80:90}. */
    @Override
    public String toString() {
        return from == to ? String.valueOf(from) : from + ":" + to;
    }
}
