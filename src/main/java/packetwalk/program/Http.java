package packetwalk.program;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.Bytes;

/** How far an HTTP/1.1 message is there: RFC 9112 section 6. */
final class Http {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private Http() {}

    /** What a request's first line asks for; {@code /} if it is none. */
    static String path(Bytes request) {
        String[] words = request.text().lines().findFirst().orElse("").split(" ");
        return words.length > 1 ? words[1] : "/";
    }

    /** The words behind a status: RFC 9110 section 15; its class in words for the rare ones. */
    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default ->
                status < 300
                        ? "Success"
                        : status < 400 ? "Redirection" : status < 500 ? "Client Error" : "Server Error";
        };
    }

    /** The status of an answer's first line; 0 if it is none. */
    static int status(Bytes answer) {
        String[] words = answer.text().lines().findFirst().orElse("").split(" ");
        return words.length > 1 && words[1].matches("[1-5][0-9]{2}") ? Integer.parseInt(words[1]) : 0;
    }

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
