package packetwalk.program;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.Bytes;

/** How far an HTTP/1.1 message is there: RFC 9112 section 6. */
final class Http {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private Http() {}

    /** Whether headers and a body of the announced length are there; without a length, the body is empty. */
    static boolean isComplete(Bytes message) {
        String text = message.text();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(text.substring(0, end));
        int expected = length.find() ? Integer.parseInt(length.group(1)) : 0;
        int headers = Bytes.of(text.substring(0, end + 4)).length();
        return message.length() >= headers + expected;
    }
}
