package packetwalk.cloud;

import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.apiserver.Watcher;
import packetwalk.time.Simulation;
import packetwalk.time.WorkQueue;

/**
 * Brings a balancer about for each Service of type LoadBalancer, and keeps its nodes in step: the cloud controller manager's
 * service controller, k8s.io/cloud-provider/controllers/service.
 *
 * <p>A Service is worked on until the cloud is done with it; what changes meanwhile is looked at afterwards.
 */
public final class ServiceController {

    static final String FINALIZER = "service.kubernetes.io/load-balancer-cleanup";

    private static final Duration MIN_RETRY = Duration.ofSeconds(5);
    private static final Duration MAX_RETRY = Duration.ofSeconds(300);

    private final ApiServer api;
    private final CloudProvider cloud;
    private final EventRecorder events;
    private final WorkQueue<String> queue;
    private final Set<String> busy = new LinkedHashSet<>();
    private final Set<String> again = new LinkedHashSet<>();
    private final Map<String, Duration> retries = new LinkedHashMap<>();
    private final Map<String, List<Node>> lastNodes = new LinkedHashMap<>();

    /** At work from now on, on what is there too; {@code delay} is how long it takes to hear of something. */
    public ServiceController(ApiServer api, CloudProvider cloud, Simulation simulation, Supplier<Duration> delay) {
        this.api = api;
        this.cloud = cloud;
        this.events = new EventRecorder(api, "service-controller", "");
        this.queue = new WorkQueue<>(simulation, delay, this::look);
        api.watch(Service.class, new ServiceWatch());
        api.watch(Node.class, new NodeWatch());
    }

    private final class ServiceWatch implements Watcher<Service> {
        @Override
        public void added(Service service) {
            if (BalancedService.wantsBalancer(service) || BalancedService.needsCleanup(service)) {
                queue.add(BalancedService.key(service));
            }
        }

        @Override
        public void modified(Service before, Service after) {
            if (BalancedService.needsUpdate(before, after) || BalancedService.needsCleanup(after)) {
                queue.add(BalancedService.key(after));
            }
        }

        /** Nothing is left to do: the finalizer has held it until the cloud was done. */
        @Override
        public void deleted(Service service) {
            lastNodes.remove(BalancedService.key(service));
        }
    }

    private final class NodeWatch implements Watcher<Node> {
        @Override
        public void added(Node node) {
            syncNodes();
        }

        @Override
        public void modified(Node before, Node after) {
            if (BalancedNodes.concern(before, after)) {
                syncNodes();
            }
        }

        @Override
        public void deleted(Node node) {
            syncNodes();
        }
    }

    /** {@code syncService()}; one key at a time. */
    private void look(String key) {
        if (busy.contains(key)) {
            again.add(key);
            return;
        }
        String[] parts = key.split("/");
        Optional<Service> found = api.find(Service.class, parts[0], parts[1]);
        if (found.isEmpty()) {
            return;
        }
        Service service = found.get();
        busy.add(key);
        if (!BalancedService.wantsBalancer(service) || BalancedService.needsCleanup(service)) {
            cleanUp(key, service);
        } else {
            ensure(key, service);
        }
    }

    private void done(String key) {
        busy.remove(key);
        retries.remove(key);
        if (again.remove(key)) {
            queue.add(key);
        }
    }

    private void failed(String key, Service service, String why) {
        events.warning(service, "SyncLoadBalancerFailed", "Error syncing load balancer: " + why);
        busy.remove(key);
        again.remove(key);
        Duration wait = retries.getOrDefault(key, MIN_RETRY);
        Duration longer = wait.multipliedBy(2);
        retries.put(key, longer.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : longer);
        queue.addAfter(key, wait);
    }

    // -- making it

    private void ensure(String key, Service service) {
        events.normal(service, "EnsuringLoadBalancer", "Ensuring load balancer");
        finalizer(service, true);
        List<Node> nodes = BalancedNodes.of(api.list(Node.class));
        if (nodes.isEmpty()) {
            events.warning(service, "UnAvailableLoadBalancer", "There are no available nodes for LoadBalancer");
        }
        lastNodes.put(key, nodes);
        try {
            BalancerOrder order = BalancedService.order(service, cloud.spec().mode());
            cloud.ensure(order, () -> BalancedNodes.targets(BalancedNodes.of(api.list(Node.class))), running -> {
                lastNodes.put(key, BalancedNodes.of(api.list(Node.class)));
                status(service, running);
                events.normal(service, "EnsuredLoadBalancer", "Ensured load balancer");
                done(key);
            });
        } catch (CloudFault refused) {
            failed(key, service, "failed to ensure load balancer: " + refused.getMessage());
        }
    }

    /** Takes the balancer's address into the Service's status, or out of it. */
    private void status(Service service, @Nullable LoadBalancer running) {
        String namespace = service.getMetadata().getNamespace();
        String name = service.getMetadata().getName();
        if (api.find(Service.class, namespace, name).isEmpty()) {
            return;
        }
        api.editStatus(
                Service.class,
                namespace,
                name,
                present -> new ServiceBuilder(present)
                        .editOrNewStatus()
                        .editOrNewLoadBalancer()
                        .withIngress(
                                running == null
                                        ? List.of()
                                        : List.of(new LoadBalancerIngressBuilder()
                                                .withIp(running.address().toString())
                                                .withIpMode(
                                                        running.spec().mode().ipMode())
                                                .build()))
                        .endLoadBalancer()
                        .endStatus()
                        .build());
    }

    private void finalizer(Service service, boolean wanted) {
        String namespace = service.getMetadata().getNamespace();
        String name = service.getMetadata().getName();
        boolean there = service.getMetadata().getFinalizers().contains(FINALIZER);
        if (there == wanted || api.find(Service.class, namespace, name).isEmpty()) {
            return;
        }
        api.edit(Service.class, namespace, name, present -> {
            ServiceBuilder builder = new ServiceBuilder(present);
            return wanted
                    ? builder.editMetadata()
                            .addToFinalizers(FINALIZER)
                            .endMetadata()
                            .build()
                    : builder.editMetadata()
                            .removeFromFinalizers(FINALIZER)
                            .endMetadata()
                            .build();
        });
    }

    // -- taking it away

    private void cleanUp(String key, Service service) {
        String name = BalancedService.cloudName(service);
        if (cloud.has(name)) {
            events.normal(service, "DeletingLoadBalancer", "Deleting load balancer");
        }
        cloud.delete(name, () -> {
            lastNodes.remove(key);
            // before the finalizer, with which the Service may go
            events.normal(service, "DeletedLoadBalancer", "Deleted load balancer");
            status(service, null);
            current(service).ifPresent(present -> finalizer(present, false));
            done(key);
        });
    }

    private Optional<Service> current(Service service) {
        return api.find(
                Service.class,
                service.getMetadata().getNamespace(),
                service.getMetadata().getName());
    }

    // -- nodes

    /** {@code syncNodes()}: balancers whose nodes are others than last time are told. */
    private void syncNodes() {
        List<Node> now = BalancedNodes.of(api.list(Node.class));
        for (Map.Entry<String, List<Node>> each : List.copyOf(lastNodes.entrySet())) {
            String[] parts = each.getKey().split("/");
            Optional<Service> service = api.find(Service.class, parts[0], parts[1]);
            if (service.filter(BalancedService::wantsBalancer).isEmpty()
                    || busy.contains(each.getKey()) // it gets the nodes that there are when it is done
                    || BalancedNodes.same(each.getValue(), now)) {
                continue;
            }
            lastNodes.put(each.getKey(), now);
            Service about = service.get();
            cloud.update(BalancedService.cloudName(about), BalancedNodes.targets(now), () -> told(about, now));
        }
    }

    private void told(Service service, List<Node> nodes) {
        if (nodes.isEmpty()) {
            events.warning(service, "UnAvailableLoadBalancer", "There are no available nodes for LoadBalancer");
        } else {
            events.normal(service, "UpdatedLoadBalancer", "Updated load balancer with new hosts");
        }
    }
}
