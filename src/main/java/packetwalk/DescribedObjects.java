package packetwalk;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import packetwalk.agent.NodeStatuses;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;
import packetwalk.net.x509.CertificateAuthority;
import packetwalk.net.x509.CertificateSpec;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.time.Simulation;

/** What scopes describe, as the objects that a manifest would hold. */
final class DescribedObjects {

    private DescribedObjects() {}

    /** It has counted since the day before the cluster began. */
    static Secret tlsSecret(Blueprint.TlsSecretPlan plan, CertificateAuthority authority) {
        KeyedCertificate issued = authority.issue(new CertificateSpec(
                plan.hosts().get(0),
                plan.hosts(),
                Simulation.EPOCH.minus(Duration.ofDays(1)),
                Simulation.EPOCH.plus(plan.life())));
        return new SecretBuilder()
                .withNewMetadata()
                .withName(plan.name())
                .endMetadata()
                .withType("kubernetes.io/tls")
                .addToStringData("tls.crt", issued.certificatePem())
                .addToStringData("tls.key", issued.keyPem())
                .build();
    }

    /**
     * A node as its kubelet registers it.
     *
     * @param now as {@code metav1.Time} is written
     */
    static io.fabric8.kubernetes.api.model.Node node(
            Blueprint.NodeSpec spec, PerFamily<IpAddress> addresses, PerFamily<Cidr> blocks, String now) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(spec.name)
                .addToLabels("kubernetes.io/arch", "amd64")
                .addToLabels("kubernetes.io/hostname", spec.name)
                .addToLabels("kubernetes.io/os", "linux")
                .addToLabels(spec.labels)
                .endMetadata()
                .withNewSpec()
                .withPodCIDR(blocks.primary().toString())
                .withPodCIDRs(blocks.stream().map(Cidr::toString).toList())
                .endSpec()
                .withStatus(NodeStatuses.of(spec.name, addresses, now))
                .build();
    }

    /** A pod that stays on the node that it was described on; with none, the scheduler finds it one. */
    static io.fabric8.kubernetes.api.model.Pod pod(Blueprint.PodOnNode pod, Optional<String> node) {
        List<Container> containers = pod.containers.isEmpty()
                ? List.of(container(new Blueprint.ContainerPlan(pod.name)))
                : pod.containers.stream().map(DescribedObjects::container).toList();
        return new PodBuilder()
                .withNewMetadata()
                .withName(pod.name)
                .withLabels(pod.labels.isEmpty() ? null : pod.labels)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node.orElse(null))
                .withHostNetwork(pod.hostNetwork ? true : null)
                .withContainers(containers)
                .endSpec()
                .build();
    }

    private static Container container(Blueprint.ContainerPlan plan) {
        return new ContainerBuilder()
                .withName(plan.name)
                .withImage(plan.image)
                .withPorts(plan.ports.stream().map(DescribedObjects::port).toList())
                .build();
    }

    private static ContainerPort port(ListenPort port) {
        return new ContainerPortBuilder()
                .withName(port.name().isEmpty() ? null : port.name())
                .withContainerPort(port.number())
                .withHostPort(port.hostPort().isPresent() ? port.hostPort().getAsInt() : null)
                .withProtocol(port.protocol().toString().toUpperCase(Locale.ROOT))
                .build();
    }
}
