package packetwalk.net.http;

/**
 * How large a message may be; more is refused.
 *
 * @param line bytes of a request's first line; else 414
 * @param head bytes of first line and headers; else 431
 * @param body bytes; else 413
 */
public record HttpLimits(int line, int head, int body) {

    /** As servers come: 8 KiB, 32 KiB, 16 MiB. */
    public static final HttpLimits USUAL = new HttpLimits(8 << 10, 32 << 10, 16 << 20);

    public HttpLimits {
        if (line < 16 || head < line || body < 0) {
            throw new IllegalArgumentException("limits of " + line + ", " + head + " and " + body
                    + " bytes let no message through; use 16 or more, no less for the head, 0 or more for the body");
        }
    }

    /** The same, with another limit for the body. */
    public HttpLimits withBody(int bytes) {
        return new HttpLimits(line, head, bytes);
    }
}
