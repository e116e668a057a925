package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import packetwalk.apiserver.ApiServer;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.proxy.LocalDetector;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;
import packetwalk.time.Simulation;

/**
 * kube-proxy, the process, on one node: hears of Services and EndpointSlices, and some time later brings the node in step.
 *
 * <p>Every 30 s it looks whether somebody has swept its rules away ({@code syncPeriod}). Killed, it hears nothing more, and
 * what it wrote stays as it is.
 */
public final class KubeProxy {

    private static final Duration SYNC_PERIOD = Duration.ofSeconds(30);

    private final ApiServer api;
    private final String nodeName;
    private final IpAddress nodeIp;
    private final NetworkNamespace host;
    private final Cidr clusterCidr;
    private final Supplier<Latencies> latencies;
    private final ProxyMode mode;
    private final ProxyBackend backend;
    private boolean running;
    private boolean pending;
    private int life;

    /**
     * One that does not run yet.
     *
     * @param clusterCidr what all pods have their addresses from, {@code --cluster-cidr}
     * @param latencies asked whenever something takes its time
     */
    public KubeProxy(
            ApiServer api,
            String nodeName,
            IpAddress nodeIp,
            NetworkNamespace host,
            Cidr clusterCidr,
            Supplier<Latencies> latencies,
            ProxyMode mode) {
        this.api = api;
        this.nodeName = nodeName;
        this.nodeIp = nodeIp;
        this.host = host;
        this.clusterCidr = clusterCidr;
        this.latencies = latencies;
        this.mode = mode;
        this.backend = mode.backend(host);
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
            backend.stop();
        }
    }

    /** Something that it watches has changed. */
    void changed() {
        if (running && !pending) {
            pending = true;
            int now = life;
            simulation().after(latencies.get().proxySync().toNanos(), () -> {
                if (life == now) {
                    pending = false;
                    NodeConfig config = config();
                    backend.sync(config, ProxyView.of(config, api.list(Service.class), api.list(EndpointSlice.class)));
                }
            });
        }
    }

    private void watchForSweeps(int ofLife) {
        simulation().after(SYNC_PERIOD.toNanos(), () -> {
            if (life == ofLife) {
                if (backend.isSwept()) {
                    backend.forget();
                    changed();
                }
                watchForSweeps(ofLife);
            }
        });
    }

    private Simulation simulation() {
        return host.simulation();
    }

    /** With kubeadm's settings: pods are told by the cluster's range, node ports answer on every address. */
    private NodeConfig config() {
        Map<String, String> labels = api.find(Node.class, "", nodeName)
                .map(node -> Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.<String, String>of()))
                .orElse(Map.of());
        List<InterfaceAddress> addresses = new ArrayList<>();
        host.devices().forEach(device -> addresses.addAll(device.addresses()));
        return NodeConfig.of(nodeName, nodeIp)
                .withAddresses(addresses)
                .withTopologyLabels(labels)
                .withLocalDetector(LocalDetector.cidr(clusterCidr.toString()));
    }
}
