package packetwalk.linux.xtables;

import static packetwalk.linux.conntrack.Hook.FORWARD;
import static packetwalk.linux.conntrack.Hook.INPUT;
import static packetwalk.linux.conntrack.Hook.OUTPUT;
import static packetwalk.linux.conntrack.Hook.POSTROUTING;
import static packetwalk.linux.conntrack.Hook.PREROUTING;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;

/** The tables of iptables, in the order in which a hook runs them, and the built-in chains that each has. */
public enum Table {
    RAW(PREROUTING, OUTPUT),
    MANGLE(PREROUTING, INPUT, FORWARD, OUTPUT, POSTROUTING),
    NAT(PREROUTING, INPUT, OUTPUT, POSTROUTING),
    FILTER(INPUT, FORWARD, OUTPUT),
    SECURITY(INPUT, FORWARD, OUTPUT);

    /** Every table. */
    public static final Set<Table> ALL = Collections.unmodifiableSet(EnumSet.allOf(Table.class));

    private final String name = name().toLowerCase(Locale.ROOT);
    private final List<Hook> hooks;

    Table(Hook... hooks) {
        this.hooks = List.of(hooks);
    }

    /** Hooks that it has a built-in chain for, in the order in which {@code iptables-save} lists them. */
    public List<Hook> hooks() {
        return hooks;
    }

    /** When it is asked at {@code hook}, the lower the sooner: linux/netfilter_ipv4.h {@code enum nf_ip_hook_priorities}. */
    public int priority(Hook hook) {
        return switch (this) {
            case RAW -> -300;
            case MANGLE -> -150;
            case NAT -> hook == PREROUTING || hook == OUTPUT ? -100 : 100;
            case FILTER -> 0;
            case SECURITY -> 50;
        };
    }

    /** The table of that name as iptables spells it; empty if there is none. */
    public static Optional<Table> named(String name) {
        for (Table table : values()) {
            if (table.toString().equals(name)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
