package packetwalk.linux.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;

/**
 * What ICMP taught about single destinations, by the route that led to them: a better gateway, a smaller MTU. Linux
 * {@code struct fib_nh_exception}, net/ipv4/route.c.
 */
public final class NexthopExceptions {

    /** {@code net.ipv4.route.mtu_expires}, and a redirect's {@code gc_timeout}: nanoseconds. */
    public static final long MTU_EXPIRES = 600_000_000_000L;

    public static final long REDIRECT_EXPIRES = 300_000_000_000L;

    private record Key(Route route, IpAddress dst) {}

    /**
     * What is known of one destination.
     *
     * @param gateway where packets to the destination go instead
     * @param mtu the largest packet that gets there; 0 if nothing is known
     * @param locked whether it is fixed because it would be less than {@code min_pmtu}
     * @param expires when it is forgotten, in nanoseconds of virtual time; 0 never
     */
    public record Learnt(Optional<IpAddress> gateway, int mtu, boolean locked, long expires) {}

    private final Map<Key, Learnt> known = new HashMap<>();

    /** Whether nothing was ever learnt: then nobody needs to ask. */
    public boolean isEmpty() {
        return known.isEmpty();
    }

    /** What is known of {@code dst} by way of {@code route}; null if nothing is, or no more. */
    public @Nullable Learnt find(Route route, IpAddress dst, long now) {
        if (known.isEmpty()) {
            return null;
        }
        Learnt found = known.get(new Key(route, dst));
        return found == null || (found.expires() != 0 && found.expires() <= now) ? null : found;
    }

    /** The route as it is for {@code dst}: through another gateway or with a smaller MTU, where that was learnt. */
    public Route apply(Route route, IpAddress dst, long now) {
        Learnt learnt = find(route, dst, now);
        return learnt == null ? route : route.except(learnt);
    }

    /** A router named a better gateway: {@code __ip_do_redirect()}. */
    public void redirect(Route route, IpAddress dst, IpAddress gateway, long now) {
        Learnt before = find(route, dst, now);
        int mtu = before == null ? 0 : before.mtu();
        boolean locked = before != null && before.locked();
        known.put(new Key(route, dst), new Learnt(Optional.of(gateway), mtu, locked, now + REDIRECT_EXPIRES));
    }

    /** A packet was too big: {@code __ip_rt_update_pmtu()}. */
    public void pmtu(Route route, IpAddress dst, int mtu, boolean locked, long now) {
        Learnt before = find(route, dst, now);
        Optional<IpAddress> gateway = before == null ? Optional.empty() : before.gateway();
        known.put(new Key(route, dst), new Learnt(gateway, mtu, locked, now + MTU_EXPIRES));
    }

    /** The route is gone, and with it what was learnt. */
    void forget(Route route) {
        if (!known.isEmpty()) {
            known.keySet().removeIf(key -> key.route().sameKey(route));
        }
    }

    /** {@code ip route flush cache}. */
    public void flush() {
        known.clear();
    }
}
