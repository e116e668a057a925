package packetwalk.proxy;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import packetwalk.net.IpAddress;

/** The objects that kube-proxy's tests start from: ns/web, its port 80, pods on two nodes. */
public final class Objects {

    public static final NodeConfig NODE = NodeConfig.of("node-a", IpAddress.parse("192.168.0.2"))
            .with(ProxyOptions.DEFAULT.withLocalDetector(LocalDetector.cidr("10.0.0.0/8")));

    public static final ServicePortName WEB = new ServicePortName(new ServiceName("ns", "web"), "", "TCP");

    private Objects() {}

    public static ServiceBuilder web(String protocol) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("172.30.0.10")
                .withClusterIPs("172.30.0.10")
                .addNewPort()
                .withPort(80)
                .withProtocol(protocol)
                .endPort()
                .endSpec();
    }

    /** A slice of ready endpoints; those that begin with 10.0.0. are on node-a. */
    public static EndpointSlice slice(String protocol, String... addresses) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("web-1")
                .addToLabels("kubernetes.io/service-name", "web")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("")
                .withPort(8080)
                .withProtocol(protocol)
                .endPort()
                .withEndpoints(List.of(addresses).stream()
                        .map(each -> new EndpointBuilder()
                                .withAddresses(each)
                                .withNodeName(each.startsWith("10.0.0.") ? "node-a" : "node-b")
                                .build())
                        .toList())
                .build();
    }
}
