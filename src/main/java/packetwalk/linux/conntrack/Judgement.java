package packetwalk.linux.conntrack;

/**
 * What a protocol's tracker says of a packet.
 *
 * @param why in words, for a walk; empty if nothing is special about it
 */
record Judgement(Kind kind, String why) {

    /** What follows from it. */
    enum Kind {
        /** It is a packet of the connection. */
        ACCEPT,
        /** It is, and the connection ends with it. */
        LAST,
        /** It cannot be a packet of the connection. */
        INVALID,
        /** It begins the connection anew: forget the old one and look again. {@code NF_REPEAT}. */
        ANEW
    }

    static final Judgement ACCEPT = new Judgement(Kind.ACCEPT, "");

    static Judgement accept(String why) {
        return new Judgement(Kind.ACCEPT, why);
    }

    static Judgement invalid(String why) {
        return new Judgement(Kind.INVALID, why);
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }
}
