package packetwalk.tools.ipvsadm;

import java.util.EnumSet;
import java.util.Set;

/** What ipvsadm is to do, and the options that go with it: {@code commands_v_options}. */
enum Verb {
    ADD("add-service", 'A', "add-service"),
    EDIT("edit-service", 'E', "edit-service"),
    DELETE("delete-service", 'D', "delete-service"),
    FLUSH("flush", 'C', "clear"),
    LIST("list", 'L', "list"),
    ADD_SERVER("add-server", 'a', "add-server"),
    DELETE_SERVER("delete-server", 'd', "delete-server"),
    EDIT_SERVER("edit-server", 'e', "edit-server"),
    SET("set", '\0', "set"),
    RESTORE("restore", 'R', "restore"),
    SAVE("save", 'S', "save"),
    ZERO("zero", 'Z', "zero");

    private static final Set<Option> OF_SERVICE = EnumSet.of(
            Option.SCHEDULER, Option.PERSISTENT, Option.NETMASK, Option.ONE_PACKET, Option.ENGINE, Option.SCHED_FLAGS);

    private static final Set<Option> OF_SERVER = EnumSet.of(
            Option.FORWARD,
            Option.WEIGHT,
            Option.UPPER,
            Option.LOWER,
            Option.TUN_TYPE,
            Option.TUN_PORT,
            Option.TUN_NOCSUM,
            Option.TUN_CSUM,
            Option.TUN_REMCSUM);

    private static final Set<Option> OF_LIST = EnumSet.of(
            Option.NUMERIC,
            Option.STATS,
            Option.RATE,
            Option.THRESHOLDS,
            Option.PERSISTENT_CONN,
            Option.NOSORT,
            Option.EXACT,
            Option.TUN_INFO);

    private static final Set<Option> ONE_OF =
            EnumSet.of(Option.CONNECTION, Option.SERVICE, Option.TIMEOUT, Option.DAEMON);

    private static final Set<Option> NONE = EnumSet.noneOf(Option.class);

    private final String title;
    private final char letter;
    private final String word;

    Verb(String title, char letter, String word) {
        this.title = title;
        this.letter = letter;
        this.word = word;
    }

    /** As messages call it. */
    String title() {
        return title;
    }

    /** Its letter; 0 if it has none. */
    char letter() {
        return letter;
    }

    /** Its long name. */
    String word() {
        return word;
    }

    Set<Option> required() {
        return switch (this) {
            case ADD, EDIT, DELETE -> EnumSet.of(Option.SERVICE);
            case ADD_SERVER, DELETE_SERVER, EDIT_SERVER -> EnumSet.of(Option.SERVICE, Option.SERVER);
            default -> NONE;
        };
    }

    /** Of these there can be one. */
    Set<Option> exclusive() {
        return this == LIST ? ONE_OF : NONE;
    }

    Set<Option> optional() {
        return switch (this) {
            case ADD, EDIT -> OF_SERVICE;
            case ADD_SERVER, EDIT_SERVER -> OF_SERVER;
            case LIST -> OF_LIST;
            case SAVE -> EnumSet.of(Option.NUMERIC);
            case ZERO -> EnumSet.of(Option.SERVICE);
            default -> NONE;
        };
    }
}
