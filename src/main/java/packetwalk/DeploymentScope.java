package packetwalk;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;

/**
 * A Deployment being described: so many pods of one template, on whichever nodes the scheduler takes. Its pods have one
 * container, named after it.
 */
public final class DeploymentScope extends ClusterScope {

    private final DeploymentBuilder deployment;

    DeploymentScope(Blueprint blueprint, String name) {
        super(blueprint);
        this.deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName(name)
                .withImage(name)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
        blueprint.objects.add(this::build);
    }

    /** Without a label of its own, a pod is known by the Deployment's name: {@code app=NAME}. */
    private Deployment build() {
        Deployment described = deployment.build();
        if (!described.getSpec().getSelector().getMatchLabels().isEmpty()) {
            return described;
        }
        return labelled(
                        new DeploymentBuilder(described),
                        "app",
                        described.getMetadata().getName())
                .build();
    }

    private static DeploymentBuilder labelled(DeploymentBuilder builder, String key, String value) {
        return builder.editSpec()
                .editSelector()
                .addToMatchLabels(key, value)
                .endSelector()
                .editTemplate()
                .editMetadata()
                .addToLabels(key, value)
                .endMetadata()
                .endTemplate()
                .endSpec();
    }

    /** The namespace that it is in; {@code default} unless said otherwise. */
    public DeploymentScope namespace(String namespace) {
        deployment.editMetadata().withNamespace(namespace).endMetadata();
        return this;
    }

    /** How many pods; 1 unless said otherwise. */
    public DeploymentScope replicas(int count) {
        deployment.editSpec().withReplicas(count).endSpec();
        return this;
    }

    /** A label of its pods, by which it knows them. */
    public DeploymentScope label(String key, String value) {
        labelled(deployment, key, value);
        return this;
    }

    /** What the container runs; the Deployment's name by default. A change rolls the pods over. */
    public DeploymentScope image(String image) {
        deployment
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
        return this;
    }

    /** Has each pod answer HTTP on that TCP port with its own name and the client's address. */
    public DeploymentScope listen(int port) {
        return port(null, port, "TCP");
    }

    /** {@link #listen(int)}, by a name that a Service's {@code targetPort} may use. */
    public DeploymentScope listen(String name, int port) {
        return port(name, port, "TCP");
    }

    /**
     * Has its pods' TCP ports take the PROXY protocol, by the argument {@code --proxy-protocol}: they see the client of whom a
     * balancer speaks, and cut who does not begin so. Such as behind {@link BalancerScope#proxyProtocol}.
     */
    public DeploymentScope proxyProtocol() {
        deployment
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .addToArgs("--proxy-protocol")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
        return this;
    }

    /** Has each pod send back what comes to that UDP port. */
    public DeploymentScope listenUdp(int port) {
        return port(null, port, "UDP");
    }

    /**
     * Opens {@code hostPort} of a pod's node for {@code port} of the pod, which answers HTTP there unless {@link #listen} or
     * {@link #listenUdp} has said otherwise before. No node runs two of its pods then.
     */
    public DeploymentScope hostPort(int port, int hostPort) {
        if (ports().stream().noneMatch(each -> each.getContainerPort() == port)) {
            listen(port);
        }
        List<ContainerPort> opened = ports().stream()
                .map(each -> each.getContainerPort() == port
                        ? each.edit().withHostPort(hostPort).build()
                        : each)
                .toList();
        deployment
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withPorts(opened)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
        return this;
    }

    private List<ContainerPort> ports() {
        return deployment
                .buildSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getPorts();
    }

    /** Has its pods live in their nodes' own network namespace: their ports are the nodes' ports. */
    public DeploymentScope hostNetwork() {
        deployment
                .editSpec()
                .editTemplate()
                .editSpec()
                .withHostNetwork(true)
                .endSpec()
                .endTemplate()
                .endSpec();
        return this;
    }

    private DeploymentScope port(@org.jspecify.annotations.Nullable String name, int port, String protocol) {
        deployment
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .addNewPort()
                .withName(name)
                .withContainerPort(port)
                .withProtocol(protocol)
                .endPort()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
        return this;
    }

    /** Takes a pod into its Services only while {@code GET path} on that port answers well: {@code readinessProbe}. */
    public DeploymentScope readinessProbe(String path, int port) {
        deployment
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withReadinessProbe(new ProbeBuilder()
                        .withNewHttpGet()
                        .withPath(path)
                        .withNewPort(port)
                        .endHttpGet()
                        .build())
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
        return this;
    }
}
