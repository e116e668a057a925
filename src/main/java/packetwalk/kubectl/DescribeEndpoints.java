package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code kubectl describe endpoints} and {@code describe endpointslice}. */
final class DescribeEndpoints {
    private static final String UNSET = "<unset>";
    private static final String PORTS = "Name\tPort\tProtocol";
    private static final String LINES = "----\t----\t--------";

    private DescribeEndpoints() {}

    static void endpoints(Description text, Endpoints endpoints) {
        text.identity(endpoints);
        text.line(0, "Subsets:");
        endpoints.getSubsets().forEach(subset -> subset(text, subset));
    }

    private static void subset(Description text, EndpointSubset subset) {
        text.line(1, "Addresses:\t" + list(subset.getAddresses()));
        text.line(1, "NotReadyAddresses:\t" + list(subset.getNotReadyAddresses()));
        if (!subset.getPorts().isEmpty()) {
            text.line(1, "Ports:").line(2, PORTS).line(2, LINES);
            subset.getPorts()
                    .forEach(port ->
                            text.line(2, orUnset(port.getName()) + "\t" + port.getPort() + "\t" + port.getProtocol()));
        }
        text.line(0, "");
    }

    private static String list(List<EndpointAddress> addresses) {
        return Text.orNone(addresses.stream().map(EndpointAddress::getIp).collect(Collectors.joining(",")));
    }

    static void slice(Description text, EndpointSlice slice) {
        text.identity(slice);
        text.line(0, "AddressType:\t" + slice.getAddressType());
        if (slice.getPorts().isEmpty()) {
            text.line(0, "Ports: " + UNSET);
        } else {
            text.line(0, "Ports:").line(1, PORTS).line(1, LINES);
            slice.getPorts().forEach(port -> text.line(1, cells(port)));
        }
        if (slice.getEndpoints().isEmpty()) {
            text.line(0, "Endpoints: " + Text.NONE);
        } else {
            text.line(0, "Endpoints:");
            slice.getEndpoints().forEach(endpoint -> endpoint(text, endpoint));
        }
    }

    private static String cells(EndpointPort port) {
        return orUnset(port.getName()) + "\t" + unset(port.getPort()) + "\t" + port.getProtocol();
    }

    private static void endpoint(Description text, Endpoint endpoint) {
        text.line(1, "- Addresses:\t" + Text.orNone(String.join(", ", endpoint.getAddresses())));
        text.line(2, "Conditions:");
        Boolean ready = endpoint.getConditions() == null
                ? null
                : endpoint.getConditions().getReady();
        text.line(3, "Ready:\t" + unset(ready));
        text.line(2, "Hostname:\t" + unset(endpoint.getHostname()));
        if (endpoint.getTargetRef() != null) {
            text.line(
                    2,
                    "TargetRef:\t" + endpoint.getTargetRef().getKind() + "/"
                            + endpoint.getTargetRef().getName());
        }
        text.line(2, "NodeName:\t" + unset(endpoint.getNodeName()));
        text.line(2, "Zone:\t" + unset(endpoint.getZone()));
    }

    private static String orUnset(@Nullable String name) {
        return name == null || name.isEmpty() ? UNSET : name;
    }

    private static String unset(@Nullable Object value) {
        return value == null ? UNSET : value.toString();
    }
}
