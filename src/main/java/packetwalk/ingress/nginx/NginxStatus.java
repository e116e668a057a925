package packetwalk.ingress.nginx;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngressBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Watcher;
import packetwalk.time.Simulation;
import packetwalk.time.WorkQueue;

/**
 * Writes into each Ingress where it is to be reached: the balancer's address of the controller's own Service, or, if that is
 * of type NodePort, the nodes that its pods are on. The real leader looks once a minute, and so does this one, if
 * something has changed.
 *
 * @see <a href="https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/status/status.go">internal/ingress/status/status.go</a>
 */
final class NginxStatus {
    private static final Duration ROUND = Duration.ofMinutes(1);

    private final ApiServer api;
    private final Simulation simulation;
    private final Supplier<Duration> delay;
    private final Supplier<List<Ingress>> ingresses;
    private final WorkQueue<String> queue;

    NginxStatus(ApiServer api, Simulation simulation, Supplier<Duration> delay, Supplier<List<Ingress>> ingresses) {
        this.api = api;
        this.simulation = simulation;
        this.delay = delay;
        this.ingresses = ingresses;
        this.queue = new WorkQueue<>(simulation, this::untilRound, any -> write());
    }

    void begin() {
        api.watch(Service.class, Watcher.<Service>ofAny(this::concerned));
        api.watch(Pod.class, Watcher.<Pod>ofAny(this::concerned));
    }

    private void concerned(HasMetadata object) {
        if (IngressNginx.NAMESPACE.equals(object.getMetadata().getNamespace())) {
            look();
        }
    }

    /** Has it look in the next round. */
    void look() {
        queue.add("status");
    }

    private Duration untilRound() {
        long round = ROUND.toNanos();
        return delay.get().isZero() ? Duration.ZERO : Duration.ofNanos(round - simulation.now() % round);
    }

    /** Nobody writes while no pod runs: what stands there stays. */
    private void write() {
        List<Pod> pods = api.list(Pod.class, IngressNginx.NAMESPACE).stream()
                .filter(NginxStatus::isReady)
                .toList();
        if (pods.isEmpty()) {
            return;
        }
        List<IngressLoadBalancerIngress> points = points(pods);
        for (Ingress ingress : ingresses.get()) {
            if (!points.equals(ingress.getStatus().getLoadBalancer().getIngress())) {
                api.updateStatus(new IngressBuilder(ingress)
                        .withNewStatus()
                        .withNewLoadBalancer()
                        .withIngress(points)
                        .endLoadBalancer()
                        .endStatus()
                        .build());
            }
        }
    }

    private List<IngressLoadBalancerIngress> points(List<Pod> pods) {
        Optional<Service> service = api.find(Service.class, IngressNginx.NAMESPACE, IngressNginx.NAME);
        boolean balanced = service.map(each -> each.getSpec().getType())
                .filter("LoadBalancer"::equals)
                .isPresent();
        Stream<String> addresses = balanced
                ? service.get().getStatus().getLoadBalancer().getIngress().stream()
                        .flatMap(point -> Optional.ofNullable(point.getIp()).stream())
                : pods.stream().flatMap(pod -> nodeAddress(pod).stream());
        return addresses
                .distinct()
                .sorted(Comparator.naturalOrder())
                .map(ip -> new IngressLoadBalancerIngressBuilder().withIp(ip).build())
                .toList();
    }

    private Optional<String> nodeAddress(Pod pod) {
        return api.find(Node.class, "", pod.getSpec().getNodeName())
                .flatMap(node -> node.getStatus().getAddresses().stream()
                        .filter(address -> "InternalIP".equals(address.getType()))
                        .findFirst()
                        .map(NodeAddress::getAddress));
    }

    /** Whether a pod is one of the controller's, and takes requests. */
    static boolean isReady(Pod pod) {
        return pod.getMetadata().getLabels() != null
                && IngressNginx.LABELS.entrySet().stream()
                        .allMatch(label -> label.getValue()
                                .equals(pod.getMetadata().getLabels().get(label.getKey())))
                && pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(each -> each.getType().equals("Ready")
                                && each.getStatus().equals("True"));
    }
}
