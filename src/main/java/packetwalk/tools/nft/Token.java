package packetwalk.tools.nft;

/**
 * A word of a file of rules.
 *
 * @param text without its quotes
 * @param line from 1
 * @param column from 1
 * @param length characters that it takes in its line
 */
record Token(Kind kind, String text, int line, int column, int length) {

    /** What it is to the parser. */
    enum Kind {
        /** A name, a number, an address. */
        WORD,
        /** A text in quotes. */
        STRING,
        SIGN,
        /** The end of a line, or a semicolon. */
        SEPARATOR,
        END
    }

    boolean is(String sign) {
        return kind != Kind.STRING && text.equals(sign);
    }
}
