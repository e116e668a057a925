package packetwalk.linux.ipvs;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import packetwalk.net.IpAddress;

/**
 * A virtual server as somebody asks for it: {@code ipvsadm -A}, linux/ip_vs.h {@code struct ip_vs_service_user}.
 *
 * @param key which packets it is for
 * @param scheduler {@code rr}, {@code sh}
 * @param flags what the scheduler does besides
 * @param persistence seconds for which a client keeps its real server; 0 if it does not
 * @param netmask what of a client's address counts for that
 * @param onePacket whether each datagram is scheduled by itself
 */
public record VirtualServerSpec(
        ServiceKey key,
        String scheduler,
        Set<SchedulerFlag> flags,
        int persistence,
        IpAddress netmask,
        boolean onePacket) {

    public VirtualServerSpec {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(scheduler, "scheduler");
        Objects.requireNonNull(netmask, "netmask");
        Set<SchedulerFlag> ordered = EnumSet.noneOf(SchedulerFlag.class);
        ordered.addAll(flags);
        flags = Collections.unmodifiableSet(ordered);
    }

    /** One without persistence and flags. */
    public static VirtualServerSpec of(ServiceKey key, String scheduler) {
        return new VirtualServerSpec(key, scheduler, Set.of(), 0, IpAddress.BROADCAST_V4, false);
    }

    /** One that sends a client for {@code seconds} to the same real server. */
    public VirtualServerSpec persistent(int seconds) {
        return new VirtualServerSpec(key, scheduler, flags, seconds, netmask, onePacket);
    }

    /** One whose scheduler has {@code flags}. */
    public VirtualServerSpec with(Set<SchedulerFlag> others) {
        return new VirtualServerSpec(key, scheduler, others, persistence, netmask, onePacket);
    }
}
