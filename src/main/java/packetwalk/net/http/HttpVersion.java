package packetwalk.net.http;

/** The versions that are read and written here. */
public enum HttpVersion {
    HTTP_1_0("HTTP/1.0"),
    HTTP_1_1("HTTP/1.1");

    private final String text;

    HttpVersion(String text) {
        this.text = text;
    }

    /** The version that {@code text} names; throws {@link HttpFault} 505 for another one, 400 for none. */
    static HttpVersion parse(String text) {
        if (text.equals(HTTP_1_1.text)) {
            return HTTP_1_1;
        }
        if (text.equals(HTTP_1_0.text)) {
            return HTTP_1_0;
        }
        boolean other = text.matches("HTTP/[0-9]\\.[0-9]");
        throw new HttpFault(
                other ? 505 : 400, "\"" + text + "\" is " + (other ? "not spoken here" : "no HTTP version"));
    }

    /** As it is written in a first line. */
    @Override
    public String toString() {
        return text;
    }
}
