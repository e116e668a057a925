package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.api.Selector;
import packetwalk.apiserver.ApiServer;

/** Endpoints as {@code address:port}. */
final class EndpointText {

    private EndpointText() {}

    static List<String> of(Endpoints endpoints) {
        List<String> all = new ArrayList<>();
        for (EndpointSubset subset : endpoints.getSubsets()) {
            List<String> addresses =
                    subset.getAddresses().stream().map(EndpointAddress::getIp).toList();
            if (subset.getPorts().isEmpty()) {
                all.addAll(addresses);
            }
            subset.getPorts().forEach(port -> addresses.forEach(ip -> all.add(join(ip, port.getPort()))));
        }
        return all;
    }

    /** The ready ones behind a Service's port, as {@code kubectl describe service} lists them. */
    static List<String> ready(List<EndpointSlice> slices, String portName) {
        List<String> all = new ArrayList<>();
        for (EndpointSlice slice : slices) {
            List<String> addresses = slice.getEndpoints().stream()
                    .filter(EndpointText::isReady)
                    .map(endpoint -> endpoint.getAddresses().get(0))
                    .toList();
            if (slice.getPorts().isEmpty()) {
                all.addAll(addresses);
            }
            slice.getPorts().stream()
                    .filter(port -> portName.equals(text(port.getName())))
                    .forEach(port -> addresses.forEach(ip -> all.add(join(ip, port.getPort()))));
        }
        return all;
    }

    /** {@code formatEndpointSlices}: the first three ready ones; nothing at all is not the same as none ready. */
    static String firstThree(List<EndpointSlice> slices, String portName) {
        return slices.isEmpty()
                ? Text.NONE
                : Text.firstThree(ready(slices, portName)).replace(Text.NONE, "");
    }

    /** A Service's slices, by name. */
    static List<EndpointSlice> slices(ApiServer api, Service service) {
        Selector selector = Selector.of(
                Map.of("kubernetes.io/service-name", service.getMetadata().getName()));
        return api.list(EndpointSlice.class, service.getMetadata().getNamespace(), selector).stream()
                .sorted(Comparator.comparing(slice -> slice.getMetadata().getName()))
                .toList();
    }

    /** A slice's ports: numbers, or names of those that have none. */
    static List<String> ports(EndpointSlice slice) {
        return slice.getPorts().stream().map(EndpointText::port).toList();
    }

    private static String port(EndpointPort port) {
        return port.getPort() == null ? text(port.getName()) : port.getPort().toString();
    }

    /** Nothing said is as good as ready. */
    static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static String join(String ip, @Nullable Integer port) {
        String host = ip.contains(":") ? "[" + ip + "]" : ip;
        return host + ":" + (port == null ? 0 : port);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
