package packetwalk.net.http;

/** What somebody else wrote, for a message: not too long, and without control characters. */
final class Quote {

    private static final int LONGEST = 60;

    private Quote() {}

    static String of(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
