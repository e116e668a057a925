package packetwalk.ingress;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A request's path as nginx compares it with its locations: decoded, several slashes as one, dots resolved.
 *
 * @see <a href="https://nginx.org/en/docs/http/ngx_http_core_module.html#location">nginx: location</a>
 */
final class UriPath {
    private static final int ESCAPE = 3;

    private UriPath() {}

    /** The path that is meant; empty where nginx answers 400: a broken escape, a zero byte, above the root. */
    static Optional<String> normalize(String path) {
        if (path.isEmpty()) {
            return Optional.of("/");
        }
        return path.startsWith("/") ? decode(path).flatMap(UriPath::resolve) : Optional.empty();
    }

    private static Optional<String> decode(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i];
            if (value == '%') {
                value = i + ESCAPE <= bytes.length ? escape(bytes[i + 1], bytes[i + 2]) : -1;
                if (value <= 0) {
                    return Optional.empty();
                }
                i += 2;
            }
            decoded[length++] = (byte) value;
        }
        return Optional.of(new String(decoded, 0, length, StandardCharsets.UTF_8));
    }

    /** The byte of two hexadecimal digits; less than zero if they are none. */
    private static int escape(int high, int low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first * 16 + second;
    }

    private static Optional<String> resolve(String path) {
        Deque<String> elements = new ArrayDeque<>();
        String[] parts = path.substring(1).split("/", -1);
        for (String part : parts) {
            if (part.equals("..")) {
                if (elements.isEmpty()) {
                    return Optional.empty();
                }
                elements.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                elements.addLast(part);
            }
        }
        String last = parts[parts.length - 1];
        boolean open = last.isEmpty() || last.equals(".") || last.equals("..");
        String joined = "/" + String.join("/", elements);
        return Optional.of(open && !elements.isEmpty() ? joined + "/" : joined);
    }
}
