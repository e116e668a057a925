package packetwalk.apiserver.defaults;

import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;

/** Defaults of endpoint slices and Endpoints; pkg/apis/discovery/v1/defaults.go, {@code SetDefaults_Endpoints}. */
final class EndpointDefaults {

    private EndpointDefaults() {}

    static void slice(EndpointSlice slice) {
        for (EndpointPort port : slice.getPorts()) {
            if (port.getName() == null) {
                port.setName("");
            }
            if (port.getProtocol() == null) {
                port.setProtocol("TCP");
            }
        }
    }

    static void endpoints(Endpoints endpoints) {
        for (EndpointSubset subset : endpoints.getSubsets()) {
            for (io.fabric8.kubernetes.api.model.EndpointPort port : subset.getPorts()) {
                if (port.getProtocol() == null || port.getProtocol().isEmpty()) {
                    port.setProtocol("TCP");
                }
            }
        }
    }
}
