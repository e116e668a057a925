package packetwalk.linux.xtables.match;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Jiffies;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;

/** The buckets that rules of one name share: {@code struct xt_hashlimit_htable}. */
final class HashlimitTable {

    /** What a bucket is for; 0 and 0.0.0.0 where it makes no difference. */
    private record Key(IpAddress src, int srcPort, IpAddress dst, int dstPort) {
        @Override
        public String toString() {
            return src + ":" + srcPort + "->" + dst + ":" + dstPort;
        }
    }

    private final HashlimitConfig config;
    private final long created;
    private final Map<Key, HashlimitBucket> buckets = new LinkedHashMap<>();
    private int holders;

    HashlimitTable(HashlimitConfig config, long now) {
        this.config = config;
        this.created = now;
    }

    void take() {
        holders++;
    }

    /** A rule that named it has gone; says whether that was the last. */
    boolean release() {
        return --holders == 0;
    }

    private Key key(Packet packet) {
        HashlimitConfig.Keys keys = config.keys();
        int srcPort = packetwalk.net.Ports.source(packet.transport());
        int dstPort = packetwalk.net.Ports.destination(packet.transport());
        return new Key(
                keys.srcIp() ? packet.src().masked(keys.srcMask()) : IpAddress.ANY_V4,
                keys.srcPort() ? srcPort : 0,
                keys.dstIp() ? packet.dst().masked(keys.dstMask()) : IpAddress.ANY_V4,
                keys.dstPort() ? dstPort : 0);
    }

    /** The packet's bucket, made if need be; empty if there is no room for one. */
    Optional<HashlimitBucket> bucket(Skb skb, long now) {
        clear(now);
        Key key = key(skb.packet());
        HashlimitBucket bucket = buckets.get(key);
        if (bucket == null) {
            if (buckets.size() >= config.room()) {
                return Optional.empty();
            }
            bucket = new HashlimitBucket(config, now);
            buckets.put(key, bucket);
        } else {
            bucket.refill(now);
        }
        bucket.keepUntil(now + ticks(config.expire()));
        return Optional.of(bucket);
    }

    /** {@code htable_gc()}: what has expired stays until the next clearance. */
    private void clear(long now) {
        long interval = Math.max(1, ticks(config.gcInterval()));
        long last = created + (now - created) / interval * interval;
        buckets.values().removeIf(each -> each.expires() <= last);
    }

    /** {@code msecs_to_jiffies()}: rounded up. */
    private static long ticks(long millis) {
        return (millis * Jiffies.HZ + 999) / 1000;
    }

    /** As {@code /proc/net/ipt_hashlimit/NAME} shows it: {@code dl_seq_print()}. */
    String text(long now) {
        clear(now);
        StringBuilder text = new StringBuilder();
        buckets.forEach((key, bucket) -> {
            bucket.refill(now);
            text.append((bucket.expires() - now) / Jiffies.HZ)
                    .append(' ')
                    .append(key)
                    .append(' ')
                    .append(bucket)
                    .append('\n');
        });
        return text.toString();
    }
}
