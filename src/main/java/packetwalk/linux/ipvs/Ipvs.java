package packetwalk.linux.ipvs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.IpvsSysctl;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;

/**
 * One namespace's virtual servers, as {@code ipvsadm} changes them: net/netfilter/ipvs/ip_vs_ctl.c.
 *
 * <p>What a method refuses it refuses in the words of ipvsadm, and nothing has changed then.
 */
public final class Ipvs {

    /** Lines of the kernel's table of connections, as {@code ipvsadm -L} prints it. */
    public static final int TABLE_SIZE = 4096;

    private static final int FTP = 21;
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;
    private static final long NODEST_DELAY = 1_000_000;

    private static final String INVALID =
            "Invalid operation.  Possibly wrong module version, address not unicast, ...: ";

    private final IpvsStack stack;
    private final Map<ServiceKey, VirtualServer> services = new LinkedHashMap<>();
    private final Timeouts timeouts = new Timeouts();
    private final IpvsConnections connections;
    private final Counters total;
    private final Trash trash;
    private final IpvsHooks hooks;

    public Ipvs(IpvsStack stack) {
        this.stack = stack;
        this.connections = new IpvsConnections(stack.simulation(), stack.conntrack());
        this.total = new Counters(stack.simulation());
        this.trash = new Trash(stack.simulation());
        this.hooks = new IpvsHooks(this, stack);
    }

    IpvsConnections table() {
        return connections;
    }

    /** Connections and templates, the newest first. */
    public List<IpvsConnection> connections() {
        return connections.all();
    }

    /** Seconds until {@code connection} is forgotten. */
    public long secondsLeft(IpvsConnection connection) {
        return connections.secondsLeft(connection);
    }

    /** How long connections are remembered. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** Changes them, in seconds; 0 leaves one as it is. */
    public void timeouts(int tcp, int tcpFin, int udp) {
        timeouts.set(tcp, tcpFin, udp);
    }

    /** Virtual servers in the order of the kernel's two tables, by address and by mark. */
    public List<VirtualServer> services() {
        List<VirtualServer> all = new ArrayList<>(services.values());
        Collections.reverse(all);
        Comparator<VirtualServer> marksLast =
                Comparator.comparing(each -> each.key().fwmark() != 0);
        all.sort(marksLast.thenComparing(each -> each.key().bucket()));
        return all;
    }

    /** The virtual server of that address or mark. */
    public Optional<VirtualServer> service(ServiceKey key) {
        return Optional.ofNullable(services.get(key));
    }

    /** The virtual server that a packet is for: {@code ip_vs_service_find()}. */
    Optional<VirtualServer> find(int mark, Protocol protocol, IpAddress address, int port) {
        VirtualServer marked = mark == 0 ? null : services.get(ServiceKey.mark(mark));
        if (marked != null) {
            return Optional.of(marked);
        }
        VirtualServer exact = services.get(ServiceKey.of(protocol, address, port));
        if (exact == null && protocol == Protocol.TCP && (port == FTP - 1 || port >= FIRST_UNPRIVILEGED_PORT)) {
            exact = services.get(ServiceKey.of(protocol, address, FTP)); // its data connections
        }
        return Optional.ofNullable(exact != null ? exact : services.get(ServiceKey.of(protocol, address, 0)));
    }

    private VirtualServer required(ServiceKey key, String words) {
        VirtualServer found = services.get(key);
        if (found == null) {
            throw new IllegalArgumentException(words + ": " + key + "; add it with -A");
        }
        return found;
    }

    private static Scheduler scheduler(VirtualServerSpec spec) {
        return Scheduler.named(spec.scheduler())
                .orElseThrow(() -> new IllegalArgumentException("Scheduler or persistence engine not found: "
                        + spec.scheduler() + "; use one of " + Scheduler.NAMES));
    }

    /** {@code ip_vs_add_service()}. */
    public VirtualServer add(VirtualServerSpec spec) {
        if (services.containsKey(spec.key())) {
            throw new IllegalArgumentException("Service already exists: " + spec.key() + "; change it with -E");
        }
        VirtualServer added = new VirtualServer(spec, scheduler(spec), new Counters(stack.simulation()));
        if (services.isEmpty()) {
            stack.hook(hooks, true);
        }
        services.put(spec.key(), added);
        added.scheduler().begin(added);
        return added;
    }

    /** {@code ip_vs_edit_service()}. */
    public void edit(VirtualServerSpec spec) {
        VirtualServer service = required(spec.key(), "No such service");
        service.edit(spec, scheduler(spec));
    }

    /** Its connections stay, and their packets are dropped, or they end: {@code ip_vs_del_service()}. */
    public void delete(ServiceKey key) {
        VirtualServer service = required(key, "No such service");
        services.remove(key);
        service.removeAll().forEach(this::discard);
        if (services.isEmpty()) {
            stack.hook(hooks, false);
        }
    }

    /** {@code ip_vs_flush()}. */
    public void flush() {
        services().forEach(each -> delete(each.key()));
    }

    /** {@code ip_vs_add_dest()}. */
    public void add(ServiceKey key, RealServerSpec spec) {
        VirtualServer service = required(key, "Service not defined");
        requireThresholds(spec);
        if (service.find(spec.address(), spec.port()).isPresent()) {
            throw new IllegalArgumentException("Destination already exists: " + spec + "; change it with -e");
        }
        Optional<RealServer> old = trash.take(service, spec);
        if (old.isEmpty()) {
            requireUnicast(spec);
        }
        RealServer server = old.orElseGet(() -> new RealServer(service, spec, new Counters(stack.simulation())));
        server.update(service, spec, true);
        service.add(server);
    }

    private static void requireThresholds(RealServerSpec spec) {
        if (spec.weight() < 0 || spec.lower() > spec.upper()) {
            throw new IllegalArgumentException("Numerical result out of range: l-threshold " + spec.lower()
                    + " is higher than u-threshold " + spec.upper() + "; lower the one or raise the other");
        }
    }

    private void requireUnicast(RealServerSpec spec) {
        RouteType type = stack.addressType(spec.address());
        if (type != RouteType.LOCAL && type != RouteType.UNICAST) {
            throw new IllegalArgumentException(INVALID + spec.address() + " is no host's address; use one host's");
        }
    }

    /** {@code ip_vs_edit_dest()}. */
    public void edit(ServiceKey key, RealServerSpec spec) {
        VirtualServer service = required(key, "Service not defined");
        requireThresholds(spec);
        RealServer server = required(service, spec.address(), spec.port());
        server.update(service, spec, false);
        service.edited();
    }

    private static RealServer required(VirtualServer service, IpAddress address, int port) {
        return service.find(address, port)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No such destination: " + address + ":" + port + "; add it with -a"));
    }

    /** {@code ip_vs_del_dest()}. */
    public void delete(ServiceKey key, IpAddress address, int port) {
        VirtualServer service = required(key, "Service not defined");
        RealServer server = required(service, address, port);
        service.remove(server);
        discard(server);
    }

    /** {@code __ip_vs_del_dest()}: it is kept as long as connections need it. */
    private void discard(RealServer server) {
        trash.put(server);
        if (stack.sysctls().on(IpvsSysctl.EXPIRE_NODEST_CONN)) {
            stack.simulation().after(NODEST_DELAY, connections::flushUnavailable);
        }
    }

    /** Counts from zero again: {@code ip_vs_zero_service()}. */
    public void zero(ServiceKey key) {
        required(key, "No such service").zero();
    }

    /** {@code ip_vs_zero_all()}. */
    public void zero() {
        services.values().forEach(VirtualServer::zero);
        total.zero();
    }

    /** Whether some virtual server has a real one there that is reached by NAT: {@code ip_vs_has_real_service()}. */
    boolean hasRealServer(Protocol protocol, IpAddress address, int port) {
        return services.values().stream()
                .filter(each -> each.key().fwmark() != 0 || each.key().protocol() == protocol)
                .flatMap(each -> each.find(address, port).stream())
                .anyMatch(server -> server.forwarding() == ForwardingMethod.MASQ);
    }

    /** {@code ip_vs_conn_stats()}. */
    void countConnection(RealServer server) {
        server.counters().connection();
        server.service().counters().connection();
        total.connection();
    }

    /** {@code ip_vs_in_stats()}. */
    void countIn(IpvsConnection connection, int bytes) {
        RealServer server = connection.server();
        if (server.available()) {
            server.counters().packetIn(bytes);
            server.service().counters().packetIn(bytes);
            total.packetIn(bytes);
        }
    }

    /** {@code ip_vs_out_stats()}. */
    void countOut(IpvsConnection connection, int bytes) {
        RealServer server = connection.server();
        if (server.available()) {
            server.counters().packetOut(bytes);
            server.service().counters().packetOut(bytes);
            total.packetOut(bytes);
        }
    }

    /** The connection that a real server's packet would belong to, as {@code -m ipvs} asks. */
    public Optional<IpvsConnection> outward(Protocol protocol, IpAddress src, int srcPort, IpAddress dst, int dstPort) {
        return connections.outward(new IpvsConnections.Ends(protocol, src, srcPort, dst, dstPort));
    }
}
