package packetwalk.linux.ipvs;

/**
 * What IPVS says of a packet at a hook.
 *
 * @param word why it is dropped, or the name of what is not modelled; empty for the others
 */
public record Outcome(Kind kind, String word) {

    /** What follows from it. */
    public enum Kind {
        /** It goes on, perhaps with other addresses. */
        ACCEPT,
        /** IPVS has sent it on itself. */
        STOLEN,
        /** It ends here. */
        DROP,
        /** Something decides that is not modelled. */
        UNKNOWN
    }

    static final Outcome ACCEPT = new Outcome(Kind.ACCEPT, "");

    static final Outcome STOLEN = new Outcome(Kind.STOLEN, "");

    static Outcome drop(String why) {
        return new Outcome(Kind.DROP, why);
    }

    static Outcome unknown(String name) {
        return new Outcome(Kind.UNKNOWN, name);
    }

    /** Whether it goes on. */
    public boolean accepted() {
        return kind == Kind.ACCEPT;
    }
}
