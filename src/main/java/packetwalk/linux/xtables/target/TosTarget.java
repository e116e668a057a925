package packetwalk.linux.xtables.target;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/** Changes bits of the type of service and goes on: {@code -j TOS}, net/netfilter/xt_DSCP.c {@code tos_tg()}. */
public record TosTarget(int value, int mask) implements Target {

    /** Bits that a name stands for: all but those of ECN. */
    public static final int NAMED_MASK = 0x3f;

    private static final Map<String, Integer> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("Minimize-Delay", 0x10);
        NAMES.put("Maximize-Throughput", 0x08);
        NAMES.put("Maximize-Reliability", 0x04);
        NAMES.put("Minimize-Cost", 0x02);
        NAMES.put("Normal-Service", 0x00);
    }

    /** The value of that name, in any case of its letters; empty if there is none. */
    public static Optional<Integer> named(String name) {
        return NAMES.entrySet().stream()
                .filter(each -> each.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        skb.packet(skb.packet().withTos((skb.packet().tos() & ~mask) ^ value));
        return null;
    }

    @Override
    public String name() {
        return "TOS";
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.MANGLE);
    }

    /** libxt_TOS.c {@code tos_tg_print()}. */
    @Override
    public String listed(boolean numeric) {
        Optional<String> name = NAMES.entrySet().stream()
                .filter(each -> mask == NAMED_MASK && each.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst();
        if (!numeric && name.isPresent()) {
            return "  TOS set" + name.get(); // two blanks, then none: as it is printed
        }
        return " TOS " + (numeric ? "set " + numbers() : change());
    }

    private String change() {
        if (value == 0) {
            return "and " + hex(~mask & 0xff);
        }
        if (value == mask) {
            return "or " + hex(value);
        }
        return mask == 0 ? "xor " + hex(value) : "set " + numbers();
    }

    private String numbers() {
        return hex(value) + "/" + hex(mask);
    }

    private static String hex(int octet) {
        return String.format(Locale.ROOT, "0x%02x", octet);
    }

    @Override
    public String toString() {
        return "-j TOS --set-tos " + numbers();
    }
}
