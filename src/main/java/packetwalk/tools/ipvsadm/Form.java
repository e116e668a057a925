package packetwalk.tools.ipvsadm;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an option is typed.
 *
 * @param option what it is; null for {@code --sort}, which does nothing
 * @param kind which of several that are one option: {@code t} and {@code u} are both the service
 * @param argument whether a value follows
 */
record Form(@Nullable Option option, String kind, Argument argument) {

    /** What follows an option. */
    enum Argument {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    private static final Map<String, Form> WORDS = new HashMap<>();
    private static final Map<Character, Form> LETTERS = new HashMap<>();

    static {
        value(Option.SERVICE, "tcp", 't', "tcp-service");
        value(Option.SERVICE, "udp", 'u', "udp-service");
        value(Option.SERVICE, "sctp", '\0', "sctp-service");
        value(Option.SERVICE, "fwmark", 'f', "fwmark-service");
        value(Option.SCHEDULER, "", 's', "scheduler");
        add(new Form(Option.PERSISTENT, "", Argument.OPTIONAL), 'p', "persistent");
        value(Option.NETMASK, "", 'M', "netmask");
        value(Option.SERVER, "", 'r', "real-server");
        flag(Option.FORWARD, "-m", 'm', "masquerading");
        flag(Option.FORWARD, "-i", 'i', "ipip");
        flag(Option.FORWARD, "-g", 'g', "gatewaying");
        value(Option.WEIGHT, "", 'w', "weight");
        value(Option.UPPER, "", 'x', "u-threshold");
        value(Option.LOWER, "", 'y', "l-threshold");
        flag(Option.NUMERIC, "", 'n', "numeric");
        flag(Option.CONNECTION, "", 'c', "connection");
        flag(Option.EXACT, "", 'X', "exact");
        flag(Option.ONE_PACKET, "", 'o', "ops");
        value(Option.ENGINE, "", '\0', "pe");
        value(Option.SCHED_FLAGS, "", 'b', "sched-flags");
        value(Option.TUN_TYPE, "", '\0', "tun-type");
        value(Option.TUN_PORT, "", '\0', "tun-port");
        for (Option each : new Option[] {
            Option.TIMEOUT,
            Option.DAEMON,
            Option.STATS,
            Option.RATE,
            Option.THRESHOLDS,
            Option.PERSISTENT_CONN,
            Option.NOSORT,
            Option.TUN_INFO,
            Option.TUN_NOCSUM,
            Option.TUN_CSUM,
            Option.TUN_REMCSUM
        }) {
            flag(each, "", '\0', each.toString());
        }
        add(new Form(null, "", Argument.NONE), '\0', "sort");
    }

    private static void value(Option option, String kind, char letter, String word) {
        add(new Form(option, kind, Argument.REQUIRED), letter, word);
    }

    private static void flag(Option option, String kind, char letter, String word) {
        add(new Form(option, kind, Argument.NONE), letter, word);
    }

    private static void add(Form form, char letter, String word) {
        WORDS.put(word, form);
        if (letter != 0) {
            LETTERS.put(letter, form);
        }
    }

    /** The option of that long name; null if there is none. */
    static @Nullable Form word(String name) {
        return WORDS.get(name);
    }

    /** The option of that letter; null if there is none. */
    static @Nullable Form letter(char letter) {
        return LETTERS.get(letter);
    }
}
