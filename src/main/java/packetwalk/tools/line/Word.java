package packetwalk.tools.line;

/**
 * One word of a command line.
 *
 * @param text the word without its quotes
 * @param quoted whether it stood in quotes, as {@code iptables-save} writes free text
 */
public record Word(String text, boolean quoted) {

    /** As it is typed again: in quotes if it was so, or needs to be. */
    @Override
    public String toString() {
        boolean plain = text.matches("[A-Za-z0-9_-]+");
        boolean safe = text.matches("[^\\s\"'\\\\]+");
        return plain || (!quoted && safe) ? text : "\"" + text.replaceAll("[\"\\\\']", "\\\\$0") + "\"";
    }
}
