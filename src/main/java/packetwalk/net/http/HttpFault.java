package packetwalk.net.http;

/** What was read is no HTTP message, or too large a one. */
public final class HttpFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    HttpFault(int status, String message) {
        super(message);
        this.status = status;
    }

    /** A malformed message: 400. */
    static HttpFault malformed(String message) {
        return new HttpFault(400, message);
    }

    /** With which status a server refuses it: 400 to 505. */
    public int status() {
        return status;
    }
}
