package packetwalk.oracle;

/**
 * A line of a case of which the two worlds do not say the same, or not what it expects.
 *
 * @param text for people: both walks side by side, or what one of the two complains about
 */
record Disagreement(CaseFile.Line line, Kind kind, String text) {

    /** In what way. */
    enum Kind {
        /** One of the two could not do it at all. */
        REFUSED,
        /** They went different ways. */
        DIFFERENT,
        /** They agree, and not with what the case says. */
        NOT_SHOWN
    }

    /** Whether {@code other} is about the same, in another version of the same case. */
    boolean isLike(Disagreement other) {
        return line.equals(other.line) && kind == other.kind && (kind == Kind.DIFFERENT || text.equals(other.text));
    }

    @Override
    public String toString() {
        return "line " + line.number() + ": " + line.text() + "\n" + text;
    }
}
