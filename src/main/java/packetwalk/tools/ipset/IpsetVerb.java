package packetwalk.tools.ipset;

import java.util.List;
import java.util.Locale;

/** The commands of ipset, with their other names: lib/ipset.c {@code ipset_commands}. */
enum IpsetVerb {
    CREATE("create", "-N", "--create", "n", "new"),
    ADD("add", "-A", "--add", "a"),
    DEL("del", "-D", "--del", "d", "delete"),
    TEST("test", "-T", "--test", "t"),
    DESTROY("destroy", "-X", "--destroy", "x"),
    LIST("list", "-L", "--list", "l"),
    SAVE("save", "-S", "--save", "s"),
    RESTORE("restore", "-R", "--restore", "r"),
    FLUSH("flush", "-F", "--flush", "f"),
    RENAME("rename", "-E", "--rename", "e"),
    SWAP("swap", "-W", "--swap", "w"),
    VERSION("version", "-V", "-v", "--version", "v");

    static final String KNOWN =
            "ipset knows create, add, del, test, destroy, list, save, restore, flush, rename, swap and version";

    private final List<String> names;

    IpsetVerb(String... names) {
        this.names = List.of(names);
    }

    /**
     * The command of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static IpsetVerb named(String name) {
        for (IpsetVerb verb : values()) {
            if (verb.names.contains(name)) {
                return verb;
            }
        }
        throw new IllegalArgumentException("No command specified: unknown argument " + name + "; " + KNOWN);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
