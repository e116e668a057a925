package packetwalk.linux.ipvs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.net.IpAddress;

/** An address and port that several real servers answer at: {@code struct ip_vs_service}. */
public final class VirtualServer {

    private final ServiceKey key;
    private final Counters counters;
    private final List<RealServer> servers = new ArrayList<>();
    private VirtualServerSpec spec;
    private Scheduler scheduler;

    VirtualServer(VirtualServerSpec spec, Scheduler scheduler, Counters counters) {
        this.key = spec.key();
        this.spec = spec;
        this.scheduler = scheduler;
        this.counters = counters;
    }

    public ServiceKey key() {
        return key;
    }

    /** The scheduler's name: {@code rr}. */
    public String schedulerName() {
        return spec.scheduler();
    }

    public Set<SchedulerFlag> flags() {
        return spec.flags();
    }

    /** Seconds for which a client keeps its real server; 0 if it does not. */
    public int persistence() {
        return spec.persistence();
    }

    /** What of a client's address counts for that. */
    public IpAddress netmask() {
        return spec.netmask();
    }

    /** Whether each datagram is scheduled by itself. */
    public boolean onePacket() {
        return spec.onePacket();
    }

    public Counters counters() {
        return counters;
    }

    /** Its real servers as the kernel keeps them: the last added first. */
    public List<RealServer> servers() {
        return Collections.unmodifiableList(servers);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** {@code ip_vs_edit_service()}: another scheduler begins anew, the same one goes on. */
    void edit(VirtualServerSpec changed, Scheduler other) {
        if (!changed.scheduler().equals(spec.scheduler())) {
            scheduler = other;
            other.begin(this);
        }
        spec = changed;
    }

    Optional<RealServer> find(IpAddress address, int port) {
        for (RealServer each : servers) {
            if (each.port() == port && each.address().equals(address)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    void add(RealServer server) {
        servers.add(0, server);
        scheduler.added(this);
    }

    void edited() {
        scheduler.edited(this);
    }

    void remove(RealServer server) {
        scheduler.removing(this, server);
        servers.remove(server);
        server.unavailable();
        scheduler.removed(this);
    }

    /** All at once, and no scheduler is asked: the virtual server goes. */
    List<RealServer> removeAll() {
        List<RealServer> all = List.copyOf(servers);
        servers.clear();
        all.forEach(RealServer::unavailable);
        return all;
    }

    /** Its counters and those of its real servers begin anew: {@code ip_vs_zero_service()}. */
    void zero() {
        counters.zero();
        servers.forEach(each -> each.counters().zero());
    }

    /** As {@code ipvsadm -Ln} begins its line, with the scheduler. */
    @Override
    public String toString() {
        return key + " " + spec.scheduler();
    }
}
