package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.proxy.KernelFeatures;
import packetwalk.proxy.LocalDetector;
import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyOptions;
import packetwalk.proxy.ProxyView;

/** What a kube-proxy does in one address family; of two families each is unaware of the other, as pkg/proxy/metaproxier has it. */
final class FamilyProxy {

    private final String nodeName;
    private final IpAddress nodeIp;
    private final NetworkNamespace host;
    private final LocalDetector pods;
    private final List<Cidr> serviceCidrs;
    private final ProxyMode mode;
    private final ProxyBackend backend;
    private boolean inStep;

    FamilyProxy(
            String nodeName,
            IpAddress nodeIp,
            NetworkNamespace host,
            Optional<Cidr> clusterCidr,
            List<Cidr> serviceCidrs,
            ProxyMode mode) {
        this.nodeName = nodeName;
        this.nodeIp = nodeIp;
        this.host = host;
        this.pods = clusterCidr.map(cidr -> LocalDetector.cidr(cidr.toString())).orElse(LocalDetector.NONE);
        this.serviceCidrs = serviceCidrs;
        this.mode = mode;
        this.backend = mode.backend(host, nodeIp.family());
    }

    IpFamily family() {
        return nodeIp.family();
    }

    ProxyBackend backend() {
        return backend;
    }

    /** Whether the last sync was not refused: only that is progress to its health. */
    boolean inStep() {
        return inStep;
    }

    /** Brings the node in step; what it has made of the objects. */
    ProxyView sync(List<Service> services, List<EndpointSlice> slices, Map<String, String> labels, boolean liberal) {
        NodeConfig config = config(labels, liberal);
        ProxyView view = ProxyView.of(config, services, slices).withServiceCidrs(serviceCidrs);
        inStep = backend.sync(config, view);
        return view;
    }

    /** Where health checks of Services are answered; none if on every address. */
    List<IpAddress> healthAddresses() {
        NodeConfig config = config(Map.of(), false);
        return config.nodePorts().matchAll() ? List.of() : config.nodePorts().matching(config.addresses());
    }

    /**
     * With kubeadm's settings: pods are told by the cluster's range, node ports answer on every address, in nftables mode on
     * the node's primary one.
     */
    private NodeConfig config(Map<String, String> labels, boolean liberal) {
        List<InterfaceAddress> addresses = new ArrayList<>();
        host.devices().forEach(device -> addresses.addAll(host.stack(family()).addresses(device)));
        return NodeConfig.of(nodeName, nodeIp)
                .withAddresses(addresses)
                .withTopologyLabels(labels)
                .with(ProxyOptions.DEFAULT
                        .withLocalDetector(pods)
                        .withNodePorts(true, mode == ProxyMode.NFTABLES ? List.of("primary") : List.of()))
                .with(new KernelFeatures(true, true, liberal));
    }
}
