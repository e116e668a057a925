package packetwalk.linux.nftables;

import java.util.Locale;
import java.util.Optional;

/** What a set can do, in nft's order of print: linux/netfilter/nf_tables.h {@code enum nft_set_flags}. */
public enum SetFlag {
    /** Its elements never change once they are there. */
    CONSTANT,
    /** Rules add elements. */
    DYNAMIC,
    /** Elements may be ranges. */
    INTERVAL,
    /** Elements may end. */
    TIMEOUT;

    /** The flag of that name. */
    public static Optional<SetFlag> named(String word) {
        for (SetFlag each : values()) {
            if (each.toString().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
