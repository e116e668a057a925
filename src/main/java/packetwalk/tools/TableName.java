package packetwalk.tools;

import java.util.Map;
import packetwalk.linux.route.Fib;

/** Names and numbers of routing tables: {@code /etc/iproute2/rt_tables}. */
final class TableName {

    /** {@code ip route show table all}. */
    static final String ALL = "all";

    private static final Map<String, String> NAMES =
            Map.of("255", Fib.LOCAL, "254", Fib.MAIN, "253", Fib.DEFAULT, "0", ALL, "unspec", ALL);

    private TableName() {}

    /** The table's name if it has one, else its number. */
    static String read(String text) {
        if (text.matches("local|main|default|all")) {
            return text;
        }
        if (!text.matches("[0-9]{1,10}|unspec")) {
            throw new IllegalArgumentException(
                    "argument \"" + text + "\" is wrong: there is no such table; use local, main, default or a number");
        }
        return NAMES.getOrDefault(text, text);
    }

    /** What dumps are ordered by: the number's last byte, net/ipv4/fib_frontend.c {@code inet_dump_fib()}. */
    static int order(String name) {
        return switch (name) {
            case Fib.LOCAL -> 255;
            case Fib.MAIN -> 254;
            case Fib.DEFAULT -> 253;
            default -> (int) (Long.parseLong(name) & 255);
        };
    }
}
