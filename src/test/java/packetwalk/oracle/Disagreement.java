package packetwalk.oracle;

/**
 * A line of a case of which the two worlds do not say the same.
 *
 * @param refused whether one of the two could not do it at all
 * @param text for people: both walks side by side, or what one of the two complains about
 */
record Disagreement(CaseFile.Line line, boolean refused, String text) {

    /** Whether {@code other} is about the same, in another version of the same case. */
    boolean isLike(Disagreement other) {
        return line.equals(other.line) && refused == other.refused && (!refused || text.equals(other.text));
    }

    @Override
    public String toString() {
        return "line " + line.number() + ": " + line.text() + "\n" + text;
    }
}
