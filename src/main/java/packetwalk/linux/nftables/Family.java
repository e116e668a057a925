package packetwalk.linux.nftables;

import java.util.Locale;
import java.util.Optional;
import packetwalk.net.IpFamily;

/** What packets a table sees: {@code enum nft_family}, linux/netfilter.h {@code NFPROTO_*}. */
public enum Family {
    IP(true, false),
    IP6(false, true),
    INET(true, true),
    ARP(false, false),
    BRIDGE(false, false),
    NETDEV(false, false);

    private final String word = name().toLowerCase(Locale.ROOT);
    private final boolean v4;
    private final boolean v6;

    Family(boolean v4, boolean v6) {
        this.v4 = v4;
        this.v6 = v6;
    }

    /** Whether its chains are asked at the hooks of IP. The others are kept and printed, and their hooks do not exist here. */
    public boolean atIp() {
        return v4 || v6;
    }

    /** Whether its chains see a packet of {@code family}. */
    public boolean sees(IpFamily family) {
        return family == IpFamily.IPV4 ? v4 : v6;
    }

    /** The family of that name. */
    public static Optional<Family> named(String word) {
        for (Family each : values()) {
            if (each.word.equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return word;
    }
}
