package packetwalk.control;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import packetwalk.net.IpFamily;

/**
 * The endpoints that a Service should have, by the ports that they serve it on: a pure function of the Service, the pods
 * that it selects and their nodes, after staging/src/k8s.io/endpointslice/{reconciler,utils}.go.
 *
 * <p>Pods whose containers give a named {@code targetPort} other numbers go to slices of their own, which is why the
 * answer is a map.
 */
final class ServiceEndpoints {

    private static final String ZONE = "topology.kubernetes.io/zone";

    private final Service service;
    private final IpFamily family;
    private final Function<String, Optional<Node>> nodes;

    /** Those of one family, which is the address type of their slices. */
    ServiceEndpoints(Service service, IpFamily family, Function<String, Optional<Node>> nodes) {
        this.service = service;
        this.family = family;
        this.nodes = nodes;
    }

    /** The families that a Service wants endpoints of: {@code getAddressTypesForService()}. */
    static List<IpFamily> families(Service service) {
        List<String> named = service.getSpec().getIpFamilies();
        return Stream.of(IpFamily.values())
                .filter(family -> named.contains(family.toString()))
                .toList();
    }

    /** Endpoints by their ports, pods in the order given; a pod without a port to serve on is in none. */
    Map<List<EndpointPort>, List<Endpoint>> of(List<Pod> selected) {
        Map<List<EndpointPort>, List<Endpoint>> byPorts = new LinkedHashMap<>();
        for (Pod pod : selected) {
            if (belongs(pod)) {
                byPorts.computeIfAbsent(ports(pod), any -> new ArrayList<>()).add(endpoint(pod));
            }
        }
        return byPorts;
    }

    /** {@code ShouldPodBeInEndpoints()}: it has an address of the family, and has not ended for good; its node exists. */
    private boolean belongs(Pod pod) {
        return !PodFacts.isTerminal(pod)
                && PodFacts.address(pod, family).isPresent()
                && (publishesNotReady() || PodFacts.node(pod).flatMap(nodes).isPresent());
    }

    private boolean publishesNotReady() {
        return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    }

    /** {@code getEndpointPorts()}: a named target port that the pod does not have is left out. */
    private List<EndpointPort> ports(Pod pod) {
        List<EndpointPort> ports = new ArrayList<>();
        if (isHeadless() && service.getSpec().getPorts().isEmpty()) {
            return ports;
        }
        for (ServicePort port : service.getSpec().getPorts()) {
            targetPort(pod, port)
                    .ifPresent(number -> ports.add(new EndpointPortBuilder()
                            .withName(Objects.requireNonNullElse(port.getName(), ""))
                            .withPort(number)
                            .withProtocol(Objects.requireNonNullElse(port.getProtocol(), "TCP"))
                            .withAppProtocol(port.getAppProtocol())
                            .build()));
        }
        return ports;
    }

    private boolean isHeadless() {
        return "None".equals(service.getSpec().getClusterIP());
    }

    /** {@code podutil.FindPort()}: a number as it is, a name as the first container's port of that name and protocol. */
    private static Optional<Integer> targetPort(Pod pod, ServicePort port) {
        if (port.getTargetPort() == null) {
            return Optional.of(port.getPort());
        }
        String name = port.getTargetPort().getStrVal();
        if (name == null || name.isEmpty()) {
            return Optional.of(port.getTargetPort().getIntVal());
        }
        String protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(each -> name.equals(each.getName())
                        && protocol.equals(Objects.requireNonNullElse(each.getProtocol(), "TCP")))
                .map(each -> each.getContainerPort())
                .findFirst();
    }

    /** {@code podToEndpoint()}. */
    private Endpoint endpoint(Pod pod) {
        boolean serving = PodFacts.isReady(pod);
        boolean terminating = PodFacts.isTerminating(pod);
        EndpointBuilder endpoint = new EndpointBuilder()
                .withAddresses(PodFacts.address(pod, family).orElseThrow())
                .withNewConditions(publishesNotReady() || (serving && !terminating), serving, terminating)
                .withTargetRef(new ObjectReferenceBuilder()
                        .withKind("Pod")
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .build());
        PodFacts.node(pod).ifPresent(name -> {
            endpoint.withNodeName(name);
            nodes.apply(name).flatMap(ServiceEndpoints::zone).ifPresent(endpoint::withZone);
        });
        String hostname = pod.getSpec().getHostname();
        if (hostname != null
                && service.getMetadata().getName().equals(pod.getSpec().getSubdomain())) {
            endpoint.withHostname(hostname);
        }
        return hints(endpoint.build());
    }

    /** Where a node is, if its label says so. */
    static Optional<String> zone(Node node) {
        return Optional.ofNullable(node.getMetadata().getLabels()).map(labels -> labels.get(ZONE));
    }

    /** Who should use it, where the Service asks for near ones: KEP-4444 and KEP-3015. */
    private Endpoint hints(Endpoint endpoint) {
        String distribution = Objects.requireNonNullElse(service.getSpec().getTrafficDistribution(), "");
        boolean sameZone = distribution.equals("PreferClose") || distribution.equals("PreferSameZone");
        boolean sameNode = distribution.equals("PreferSameNode");
        if (!Boolean.TRUE.equals(endpoint.getConditions().getReady()) || !(sameZone || sameNode)) {
            return endpoint;
        }
        EndpointBuilder hinted = new EndpointBuilder(endpoint);
        if (endpoint.getZone() != null) {
            hinted.editOrNewHints().addNewForZone(endpoint.getZone()).endHints();
        }
        if (sameNode && endpoint.getNodeName() != null) {
            hinted.editOrNewHints().addNewForNode(endpoint.getNodeName()).endHints();
        }
        return hinted.build();
    }
}
