package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import packetwalk.net.IpAddress;

/** The Service {@code kubernetes}, by which pods reach the API server: pkg/controlplane/controller/kubernetesservice. */
final class MasterService {
    static final String NAME = "kubernetes";

    private static final String NAMESPACE = "default";
    private static final String PORT_NAME = "https";

    private MasterService() {}

    /** The Service, at the first address of the range. */
    static Service service(IpAddress clusterIp) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .addToLabels("component", "apiserver")
                .addToLabels("provider", NAME)
                .endMetadata()
                .withNewSpec()
                .withClusterIP(clusterIp.toString())
                .addNewPort()
                .withName(PORT_NAME)
                .withPort(443)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(6443))
                .endPort()
                .endSpec()
                .build();
    }

    /** Where the server really is, for kube-proxy. */
    static EndpointSlice slice(IpAddress address, int port) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .addToLabels("kubernetes.io/service-name", NAME)
                .endMetadata()
                .withAddressType(address.family().toString())
                .addNewEndpoint()
                .addToAddresses(address.toString())
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .endEndpoint()
                .addNewPort()
                .withName(PORT_NAME)
                .withPort(port)
                .withProtocol("TCP")
                .endPort()
                .build();
    }

    /** The same in the older form. */
    static Endpoints endpoints(IpAddress address, int port) {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .addToLabels("endpointslice.kubernetes.io/skip-mirror", "true")
                .endMetadata()
                .addNewSubset()
                .addNewAddress()
                .withIp(address.toString())
                .endAddress()
                .addNewPort()
                .withName(PORT_NAME)
                .withPort(port)
                .withProtocol("TCP")
                .endPort()
                .endSubset()
                .build();
    }
}
