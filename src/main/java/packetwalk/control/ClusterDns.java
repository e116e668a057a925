package packetwalk.control;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Optional;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Watcher;
import packetwalk.dns.ClusterIndex;
import packetwalk.dns.ClusterZone;
import packetwalk.dns.PodFiles;
import packetwalk.net.DnsName;
import packetwalk.net.IpAddress;
import packetwalk.program.Server;
import packetwalk.program.dns.DnsServer;
import packetwalk.program.dns.RecordZone;
import packetwalk.program.dns.ResolvConf;
import packetwalk.program.dns.Zone;

/**
 * The cluster's DNS, as kubeadm installs it: a Deployment of CoreDNS behind the Service {@code kube-dns}, which pods ask by
 * packets like any other Service. One pod where kubeadm has two, and no port for metrics.
 */
public final class ClusterDns {

    private static final String DOMAIN = "cluster.local";
    private static final String NAMESPACE = "kube-system";
    private static final String IMAGE = "registry.k8s.io/coredns/coredns";
    private static final String VERSION = "v1.12.1";

    /** There is no Internet behind it: names of no cluster's do not exist. */
    private static final Zone NOTHING_ELSE = new RecordZone(DnsName.ROOT, List.of());

    private final ApiServer api;
    private final IpAddress address;
    private final ClusterZone zone;

    /**
     * What it will know is kept from now on; nothing runs yet.
     *
     * @param address of its Service, the tenth of the service network by custom
     */
    public ClusterDns(ApiServer api, IpAddress address) {
        this.api = api;
        this.address = address;
        ClusterIndex index = ClusterIndex.of(List.of(), List.of(), List.of());
        api.watch(Namespace.class, Watcher.<Namespace>of(index::put, index::remove));
        api.watch(Service.class, Watcher.<Service>of(index::put, index::remove));
        api.watch(EndpointSlice.class, Watcher.<EndpointSlice>of(index::put, index::remove));
        this.zone = new ClusterZone(DnsName.of(DOMAIN), index, ClusterZone.TTL);
    }

    /** What a container of CoreDNS' image runs; empty for all others. */
    public Optional<Server> program(Container container) {
        boolean coredns = container.getImage() != null && container.getImage().startsWith(IMAGE + ":");
        return coredns
                ? Optional.of(new DnsServer(DnsServer.PORT, List.of(zone, NOTHING_ELSE), List.of()))
                : Optional.empty();
    }

    /** Whether its Service is there. */
    public boolean installed() {
        return api.find(Service.class, NAMESPACE, "kube-dns").isPresent();
    }

    /** Makes its Service and its Deployment, unless they are there. */
    public void install() {
        if (!installed()) {
            api.create(service());
            api.create(new DeploymentBuilder()
                    .withNewMetadata()
                    .withName("coredns")
                    .withNamespace(NAMESPACE)
                    .addToLabels("k8s-app", "kube-dns")
                    .endMetadata()
                    .withNewSpec()
                    .withReplicas(1)
                    .withNewSelector()
                    .addToMatchLabels("k8s-app", "kube-dns")
                    .endSelector()
                    .withNewTemplate()
                    .withNewMetadata()
                    .addToLabels("k8s-app", "kube-dns")
                    .endMetadata()
                    .withNewSpec()
                    .withDnsPolicy("Default")
                    .addNewContainer()
                    .withName("coredns")
                    .withImage(IMAGE + ":" + VERSION)
                    .addNewPort()
                    .withName("dns")
                    .withContainerPort(DnsServer.PORT)
                    .withProtocol("UDP")
                    .endPort()
                    .addNewPort()
                    .withName("dns-tcp")
                    .withContainerPort(DnsServer.PORT)
                    .withProtocol("TCP")
                    .endPort()
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build());
        }
    }

    private Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("kube-dns")
                .withNamespace(NAMESPACE)
                .addToLabels("k8s-app", "kube-dns")
                .addToLabels("kubernetes.io/cluster-service", "true")
                .addToLabels("kubernetes.io/name", "CoreDNS")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(address.toString())
                .addToSelector("k8s-app", "kube-dns")
                .addNewPort()
                .withName("dns")
                .withPort(DnsServer.PORT)
                .withProtocol("UDP")
                .endPort()
                .addNewPort()
                .withName("dns-tcp")
                .withPort(DnsServer.PORT)
                .withProtocol("TCP")
                .endPort()
                .endSpec()
                .build();
    }

    /** What kubelets write into pods, for names to be found: who answers DNS is in it once it is installed. */
    public PodFiles files() {
        List<IpAddress> servers = installed() ? List.of(address) : List.of();
        return new PodFiles(servers, DOMAIN, new ResolvConf(List.of(), List.of(), List.of()));
    }
}
