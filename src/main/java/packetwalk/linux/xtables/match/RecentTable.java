package packetwalk.linux.xtables.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;

/** One list of addresses, each with the times at which it was seen: {@code struct recent_table} of xt_recent.c. */
final class RecentTable {

    /** {@code ip_list_tot}: addresses that it has room for; the one that was seen longest ago makes room. */
    static final int MOST_ENTRIES = 100;

    /** An address, the TTL of its last packet, and a ring of times. */
    private static final class Entry {
        private final IpAddress address;
        private int ttl;
        private long[] stamps;
        private int count;
        private int index;

        Entry(IpAddress address, int ttl, int room) {
            this.address = address;
            this.ttl = ttl;
            this.stamps = new long[room];
        }

        void seen(long now) {
            index &= stamps.length - 1;
            stamps[index++] = now;
            count = Math.max(count, index);
        }

        long latest() {
            return stamps[(index - 1) & (stamps.length - 1)];
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(
                    "src=%s ttl: %d last_seen: %d oldest_pkt: %d".formatted(address, ttl, latest(), index));
            for (int i = 0; i < count; i++) {
                text.append(i == 0 ? " " : ", ").append(stamps[i]);
            }
            return text.append('\n').toString();
        }
    }

    private final IpAddress mask;
    /** The one that was seen longest ago comes first. */
    private final List<Entry> entries = new ArrayList<>();

    private int stamps;
    private int holders;

    RecentTable(IpAddress mask, int stamps) {
        this.mask = mask;
        this.stamps = stamps;
    }

    /** A rule names it that looks back {@code wanted} times; a list with less room begins anew. */
    void take(int wanted) {
        holders++;
        if (wanted > stamps) {
            entries.clear();
            stamps = wanted;
        }
    }

    /** A rule that named it has gone; says whether that was the last. */
    boolean release() {
        return --holders == 0;
    }

    /** The address as this list keeps it. */
    IpAddress masked(IpAddress address) {
        return mask.family() == address.family() ? address.and(mask) : address;
    }

    /** Whether {@code address} is in it, with that TTL unless {@code ttl} is 0. */
    boolean has(IpAddress address, int ttl) {
        return find(address, ttl) != null;
    }

    private @Nullable Entry find(IpAddress address, int ttl) {
        for (Entry entry : entries) {
            if (entry.address.equals(address) && (ttl == 0 || entry.ttl == 0 || entry.ttl == ttl)) {
                return entry;
            }
        }
        return null;
    }

    /** Writes down that {@code address} was seen. */
    void see(IpAddress address, int ttlAsked, int ttl, long now) {
        Entry entry = find(address, ttlAsked);
        if (entry == null) {
            if (entries.size() >= MOST_ENTRIES) {
                entries.remove(0);
            }
            entry = new Entry(address, ttl, stamps);
        }
        entries.remove(entry);
        entries.add(entry);
        entry.seen(now);
        entry.ttl = ttl;
    }

    void remove(IpAddress address, int ttl) {
        Optional.ofNullable(find(address, ttl)).ifPresent(entries::remove);
    }

    /** How often {@code address} was seen since {@code earliest}. */
    int hits(IpAddress address, int ttl, long earliest) {
        Entry entry = find(address, ttl);
        int hits = 0;
        for (int i = 0; entry != null && i < entry.count; i++) {
            hits += entry.stamps[i] >= earliest ? 1 : 0;
        }
        return hits;
    }

    /** Forgets the address that was seen longest ago, if that was before {@code earliest} and it is not {@code spared}. */
    void reap(long earliest, Optional<IpAddress> spared) {
        if (entries.isEmpty() || spared.filter(entries.get(0).address::equals).isPresent()) {
            return;
        }
        if (entries.get(0).latest() < earliest) {
            entries.remove(0);
        }
    }

    /** As {@code /proc/net/xt_recent/NAME} shows it; the one seen longest ago first, where Linux goes by a hash. */
    @Override
    public String toString() {
        return entries.stream().map(Entry::toString).collect(Collectors.joining());
    }
}
