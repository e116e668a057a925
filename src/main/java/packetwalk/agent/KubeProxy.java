package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.linux.sysctl.ConntrackSysctl;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.PerFamily;
import packetwalk.proxy.ProxyView;
import packetwalk.proxy.ServiceName;
import packetwalk.time.Simulation;

/**
 * kube-proxy, the process, on one node: hears of Services and EndpointSlices, and some time later brings the node in step.
 *
 * <p>Every 30 s it looks whether somebody has swept its rules away ({@code syncPeriod}). It answers load balancers that ask
 * how it fares, and which Services have pods here. Killed, it hears nothing more, and what it wrote stays as it is.
 */
public final class KubeProxy {

    /** Who its sockets belong to, on each node. */
    static final Owner PROCESS = new Owner(480, "kube-proxy");

    private static final String ZONE_LABEL = "topology.kubernetes.io/zone";

    /** {@code --conntrack-tcp-timeout-established}: a fifth of the kernel's own. */
    private static final Duration ESTABLISHED = Duration.ofDays(1);

    /** {@code --conntrack-tcp-timeout-close-wait}: a client may leave its half open for long, and still be answered. */
    private static final Duration CLOSE_WAIT = Duration.ofHours(1);

    private static final Duration SYNC_PERIOD = Duration.ofSeconds(30);
    private static final Duration HEALTHZ_RETRY = Duration.ofSeconds(5);

    private final ApiServer api;
    private final String nodeName;
    private final NetworkNamespace host;
    private final PerFamily<IpAddress> nodeIps;
    private final PerFamily<Cidr> clusterCidrs;
    private final List<Cidr> serviceCidrs;
    private final Supplier<Latencies> latencies;
    private ProxyMode mode;
    private List<FamilyProxy> families;
    private final ProxyHealth health;
    private final ServiceHealth services;
    private final EventRecorder events;
    private boolean running;
    private boolean pending;
    private boolean tcpBeLiberal;
    private Map<String, String> topologyLabels = Map.of();
    private int life;

    /**
     * One that does not run yet.
     *
     * @param nodeIps the node's own, the primary first; in each family that the mode serves there is a proxier of its own
     * @param clusterCidrs what all pods have their addresses from, {@code --cluster-cidr}
     * @param serviceCidrs what all Services have theirs from
     * @param latencies asked whenever something takes its time
     */
    public KubeProxy(
            ApiServer api,
            String nodeName,
            PerFamily<IpAddress> nodeIps,
            NetworkNamespace host,
            PerFamily<Cidr> clusterCidrs,
            List<Cidr> serviceCidrs,
            Supplier<Latencies> latencies,
            ProxyMode mode) {
        this.api = api;
        this.nodeName = nodeName;
        this.host = host;
        this.nodeIps = nodeIps;
        this.clusterCidrs = clusterCidrs;
        this.serviceCidrs = List.copyOf(serviceCidrs);
        this.latencies = latencies;
        this.mode = mode;
        this.families = families();
        this.events = new EventRecorder(api, "kube-proxy", nodeName);
        this.health = new ProxyHealth(
                api::now,
                () -> api.find(Node.class, "", nodeName),
                families.stream().map(FamilyProxy::family).toList());
        this.services = new ServiceHealth(host, health::healthy, this::cannotServe);
    }

    private List<FamilyProxy> families() {
        return nodeIps.stream()
                .filter(nodeIp -> mode.serves(nodeIp.family()))
                .map(nodeIp ->
                        new FamilyProxy(nodeName, nodeIp, host, clusterCidrs.in(nodeIp.family()), serviceCidrs, mode))
                .toList();
    }

    public ProxyMode mode() {
        return mode;
    }

    public boolean running() {
        return running;
    }

    /** Starts it, if it does not run: it looks at everything there is. */
    public void start() {
        if (!running) {
            running = true;
            life++;
            health.restarted();
            serveHealth(life);
            set(ConntrackSysctl.TCP_TIMEOUT_ESTABLISHED, ESTABLISHED);
            set(ConntrackSysctl.TCP_TIMEOUT_CLOSE_WAIT, CLOSE_WAIT);
            tcpBeLiberal = host.sysctls().value(ConntrackSysctl.TCP_BE_LIBERAL) != 0;
            changed();
            watchForSweeps(life);
        }
    }

    /** Ends it: SIGKILL. */
    public void kill() {
        if (running) {
            running = false;
            pending = false;
            life++;
            families.forEach(each -> each.backend().stop());
            services.forget();
            host.sockets().closeAll(PROCESS);
        }
    }

    /**
     * Starts it again in another mode, as if its configuration had been edited: what the mode before has written goes first.
     * Connections that are tracked keep the endpoint that they have.
     *
     * @throws IllegalArgumentException if that mode does not serve the cluster's families; it runs on as it did then
     */
    public void restart(ProxyMode next) {
        next.objection(nodeIps.families()).ifPresent(why -> {
            throw new IllegalArgumentException(
                    "proxyMode " + next + " of node " + nodeName + " " + why + "; take ProxyMode.IPTABLES");
        });
        kill();
        if (next != mode) {
            new Leftovers(host)
                    .of(mode, families.stream().map(FamilyProxy::family).toList());
            mode = next;
            families = families();
            health.serving(families.stream().map(FamilyProxy::family).toList());
        }
        start();
    }

    /** {@code conntrack.SetSysctls()}; its {@code --conntrack-min} is less than what our kernel begins with. */
    private void set(ConntrackSysctl setting, Duration time) {
        new NodeCommands(host).run("sysctl -w " + setting.key() + "=" + time.toSeconds());
    }

    /** {@code serveHealthz()}: without its port kube-proxy works on, and tries again. */
    private void serveHealth(int ofLife) {
        try {
            health.serve(host);
        } catch (SocketFault taken) {
            simulation().after(HEALTHZ_RETRY.toNanos(), () -> {
                if (life == ofLife) {
                    serveHealth(ofLife);
                }
            });
        }
    }

    private void cannotServe(ServiceName service, int port, SocketFault fault) {
        api.find(Service.class, service.namespace(), service.name())
                .ifPresent(about -> events.warning(
                        about,
                        "FailedToStartServiceHealthcheck",
                        "node " + nodeName + " failed to start healthcheck \"" + service + "\" on port " + port + ": "
                                + fault.errno().words().toLowerCase(Locale.ROOT)));
    }

    /** Its own node has changed; it syncs if that moves it to another place: {@code NodeTopologyConfig}. */
    void nodeChanged() {
        if (running && !topologyLabels().equals(topologyLabels)) {
            forget();
            changed();
        }
    }

    private void forget() {
        families.forEach(each -> each.backend().forget());
    }

    /** Something that it watches has changed. */
    void changed() {
        if (running && !pending) {
            pending = true;
            health.queued();
            int now = life;
            simulation().after(latencies.get().proxySync().toNanos(), () -> {
                if (life == now) {
                    pending = false;
                    sync();
                }
            });
        }
    }

    private void sync() {
        topologyLabels = topologyLabels();
        List<Service> all = api.list(Service.class);
        List<EndpointSlice> slices = api.list(EndpointSlice.class);
        Map<IpFamily, ProxyView> views = new EnumMap<>(IpFamily.class);
        List<IpAddress> healthAddresses = new ArrayList<>();
        for (FamilyProxy each : families) {
            views.put(each.family(), each.sync(all, slices, topologyLabels, tcpBeLiberal));
            if (each.inStep()) {
                health.updated(each.family());
            }
            healthAddresses.addAll(each.healthAddresses());
        }
        if (mode != ProxyMode.USERSPACE) {
            services.sync(views, healthAddresses); // user-space mode came before them, and never had them
        }
    }

    private void watchForSweeps(int ofLife) {
        simulation().after(SYNC_PERIOD.toNanos(), () -> {
            if (life == ofLife) {
                List<ProxyBackend> swept = families.stream()
                        .map(FamilyProxy::backend)
                        .filter(ProxyBackend::isSwept)
                        .toList();
                swept.forEach(ProxyBackend::forget);
                if (!swept.isEmpty()) {
                    changed();
                }
                watchForSweeps(ofLife);
            }
        });
    }

    private Simulation simulation() {
        return host.simulation();
    }

    /** Of the node's labels kube-proxy minds the zone alone. */
    private Map<String, String> topologyLabels() {
        return api.find(Node.class, "", nodeName)
                .map(node -> node.getMetadata().getLabels())
                .map(labels -> labels.get(ZONE_LABEL))
                .map(zone -> Map.of(ZONE_LABEL, zone))
                .orElse(Map.of());
    }
}
