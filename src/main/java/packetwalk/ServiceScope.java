package packetwalk;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A Service being described, in the words of its {@code .spec}. It is checked as a manifest is: by the API server, when the
 * network is built.
 */
public final class ServiceScope extends ClusterScope {

    private final ServiceBuilder service;

    ServiceScope(Blueprint blueprint, String name) {
        super(blueprint);
        this.service = new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .endSpec();
        blueprint.objects.add(service::build);
    }

    private ServiceScope with(Service changed) {
        service.withMetadata(changed.getMetadata()).withSpec(changed.getSpec());
        return this;
    }

    /** The namespace that it is in; {@code default} unless said otherwise. */
    public ServiceScope namespace(String namespace) {
        return with(
                service.editMetadata().withNamespace(namespace).endMetadata().build());
    }

    /** Adds a label of the Service's own, or changes its value. */
    public ServiceScope label(String key, String value) {
        return with(service.editMetadata().addToLabels(key, value).endMetadata().build());
    }

    /**
     * Its address in the service network; the API server picks one otherwise. Of a Service of two families both can be named,
     * with a comma between them: {@code .spec.clusterIPs}.
     */
    public ServiceScope clusterIp(String address) {
        List<String> all = List.of(address.split(",", -1));
        return with(service.editSpec()
                .withClusterIP(all.get(0))
                .withClusterIPs(all.size() > 1 ? all : List.of())
                .endSpec()
                .build());
    }

    /** Its address families, {@code IPv4} and {@code IPv6}, the primary first; the cluster's primary otherwise. */
    @Override
    public ServiceScope ipFamilies(String... families) {
        return with(service.editSpec().withIpFamilies(families).endSpec().build());
    }

    /** {@code SingleStack}, {@code PreferDualStack} or {@code RequireDualStack}: of how many families it has an address. */
    public ServiceScope ipFamilyPolicy(String policy) {
        return with(service.editSpec().withIpFamilyPolicy(policy).endSpec().build());
    }

    /** Without an address: DNS gives those of the pods. */
    public ServiceScope headless() {
        return clusterIp("None");
    }

    /** Pods with that label are its endpoints; several labels must all fit. */
    public ServiceScope selector(String key, String value) {
        return with(service.editSpec().addToSelector(key, value).endSpec().build());
    }

    /** {@code ClusterIP}, {@code NodePort}, {@code LoadBalancer} or {@code ExternalName}. */
    public ServiceScope type(String type) {
        return with(service.editSpec().withType(type).endSpec().build());
    }

    /** A name that DNS gives instead of an address; makes the type {@code ExternalName}. */
    public ServiceScope externalName(String name) {
        return with(service.editSpec()
                .withType("ExternalName")
                .withExternalName(name)
                .endSpec()
                .build());
    }

    /** One more address at which every node takes packets for it. */
    public ServiceScope externalIp(String address) {
        return with(service.editSpec().addToExternalIPs(address).endSpec().build());
    }

    /** A TCP port, the same at the pods. */
    public ServiceScope port(int port) {
        return port("", port, new IntOrString(port));
    }

    /** A TCP port, and the pods' port behind it. */
    public ServiceScope port(int port, int targetPort) {
        return port("", port, new IntOrString(targetPort));
    }

    /** A TCP port, and the name that the pods' containers give to the port behind it. */
    public ServiceScope port(int port, String targetPort) {
        return port("", port, new IntOrString(targetPort));
    }

    /** A TCP port with a name, as a Service of several ports needs, and the pods' port behind it. */
    public ServiceScope port(String name, int port, int targetPort) {
        return port(name, port, new IntOrString(targetPort));
    }

    /** A TCP port with a name, and the name that the pods' containers give to the port behind it. */
    public ServiceScope port(String name, int port, String targetPort) {
        return port(name, port, new IntOrString(targetPort));
    }

    private ServiceScope port(String name, int port, IntOrString target) {
        return with(service.editSpec()
                .addToPorts(new ServicePortBuilder()
                        .withName(name.isEmpty() ? null : name)
                        .withPort(port)
                        .withTargetPort(target)
                        .withProtocol("TCP")
                        .build())
                .endSpec()
                .build());
    }

    /**
     * Makes the port described last a UDP one.
     *
     * @throws IllegalArgumentException if no port was described before
     */
    public ServiceScope udp() {
        requirePort("udp()");
        return with(service.editSpec()
                .editLastPort()
                .withProtocol("UDP")
                .endPort()
                .endSpec()
                .build());
    }

    /**
     * On every node, that port too for the port described last; makes a {@code ClusterIP} a {@code NodePort}.
     *
     * @throws IllegalArgumentException if no port was described before
     */
    public ServiceScope nodePort(int number) {
        requirePort("nodePort(" + number + ")");
        boolean plain = Objects.requireNonNullElse(service.build().getSpec().getType(), "ClusterIP")
                .equals("ClusterIP");
        return with(service.editSpec()
                .withType(plain ? "NodePort" : service.build().getSpec().getType())
                .editLastPort()
                .withNodePort(number)
                .endPort()
                .endSpec()
                .build());
    }

    private void requirePort(String verb) {
        if (service.build().getSpec().getPorts().isEmpty()) {
            throw new IllegalArgumentException(
                    verb + " of service " + service.buildMetadata().getName()
                            + " says something of the port described last, and there is none; say .port(80, 8080) before it");
        }
    }

    /** A client keeps its pod until it has been silent for so long: {@code sessionAffinity: ClientIP}. */
    public ServiceScope sessionAffinity(Duration timeout) {
        return with(service.editSpec()
                .withSessionAffinity("ClientIP")
                .withNewSessionAffinityConfig()
                .withNewClientIP((int) timeout.toSeconds())
                .endSessionAffinityConfig()
                .endSpec()
                .build());
    }

    /** {@code Cluster} or {@code Local}: which pods a node takes for what comes from outside. */
    public ServiceScope externalTrafficPolicy(String policy) {
        return with(
                service.editSpec().withExternalTrafficPolicy(policy).endSpec().build());
    }

    /** {@code Cluster} or {@code Local}: which pods a node takes for what comes from its own pods. */
    public ServiceScope internalTrafficPolicy(String policy) {
        return with(
                service.editSpec().withInternalTrafficPolicy(policy).endSpec().build());
    }

    /** {@code PreferSameZone}, {@code PreferSameNode} or {@code PreferClose}. */
    public ServiceScope trafficDistribution(String distribution) {
        return with(service.editSpec()
                .withTrafficDistribution(distribution)
                .endSpec()
                .build());
    }

    /** Pods that are not ready are endpoints too. */
    public ServiceScope publishNotReadyAddresses() {
        return with(
                service.editSpec().withPublishNotReadyAddresses(true).endSpec().build());
    }
}
