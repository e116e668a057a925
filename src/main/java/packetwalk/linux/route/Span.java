package packetwalk.linux.route;

/**
 * A range of numbers, both ends included: ports or users.
 *
 * @param first the least
 * @param last the greatest
 */
public record Span(long first, long last) {

    public Span {
        if (first > last) {
            throw new IllegalArgumentException("range " + first + "-" + last + " is empty; write the lower end first");
        }
    }

    boolean contains(long number) {
        return first <= number && number <= last;
    }

    /** As {@code ip rule} prints ports: one number alone. */
    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
