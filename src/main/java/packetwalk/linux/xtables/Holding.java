package packetwalk.linux.xtables;

/**
 * A match or target that takes hold of something which its namespace keeps by name: a list of addresses, an accounting
 * object. Linux does it when a rule is loaded ({@code xt_match.checkentry}) and lets go when the rule is freed
 * ({@code xt_match.destroy}).
 */
public interface Holding {

    /**
     * Whether there is what it names.
     *
     * @throws IllegalArgumentException naming what is missing, and the remedy; the rule is refused
     */
    default void check(Surroundings host) {}

    /** A rule with it was loaded. */
    void take(Surroundings host);

    /** A rule with it has gone. */
    void release(Surroundings host);
}
