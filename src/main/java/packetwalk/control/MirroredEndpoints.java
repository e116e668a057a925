package packetwalk.control;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/**
 * The endpoints that somebody's Endpoints say, by the slices that they belong to: a pure function.
 *
 * <p>Subsets overlap as a person likes; first they are brought to a form in which each port is in one of them only:
 * {@code RepackSubsets()}, pkg/api/v1/endpoints/util.go.
 */
final class MirroredEndpoints {

    /** {@code --mirroring-max-endpoints-per-subset}. */
    static final int MOST = 1000;

    /** What endpoints of one slice have in common. */
    record Kind(IpFamily family, List<EndpointPort> ports) {}

    /** An address counts once, unless several objects have it. */
    private record AddressKey(String ip, Optional<String> uid) {
        static AddressKey of(EndpointAddress address) {
            return new AddressKey(
                    address.getIp(), Optional.ofNullable(address.getTargetRef()).map(reference -> reference.getUid()));
        }
    }

    private final Map<AddressKey, EndpointAddress> addresses = new LinkedHashMap<>();

    /** Who serves a port, and whether they are ready; without a port where a subset names none. */
    private final Map<Optional<EndpointPort>, Map<AddressKey, Boolean>> byPort = new LinkedHashMap<>();

    private final Map<Kind, List<Endpoint>> byKind = new LinkedHashMap<>();
    private int skipped;

    MirroredEndpoints(Endpoints endpoints) {
        endpoints.getSubsets().forEach(this::unfold);
        Map<Map<AddressKey, Boolean>, List<EndpointPort>> repacked = new LinkedHashMap<>();
        byPort.forEach((port, served) -> {
            List<EndpointPort> ports = repacked.computeIfAbsent(served, any -> new ArrayList<>());
            port.ifPresent(ports::add);
        });
        repacked.forEach(this::fold);
    }

    /** Endpoints by the slice that they belong to. */
    Map<Kind, List<Endpoint>> byKind() {
        return byKind;
    }

    /** How many were too many for their subset. */
    int skipped() {
        return skipped;
    }

    private void unfold(EndpointSubset subset) {
        List<Optional<EndpointPort>> ports = new ArrayList<>();
        subset.getPorts().forEach(port -> ports.add(Optional.of(port(port))));
        if (ports.isEmpty()) {
            ports.add(Optional.empty());
        }
        ports.forEach(port -> {
            subset.getAddresses().forEach(each -> serves(port, each, true));
            subset.getNotReadyAddresses().forEach(each -> serves(port, each, false));
        });
    }

    /** Who is not ready in one place is not ready. */
    private void serves(Optional<EndpointPort> port, EndpointAddress address, boolean ready) {
        AddressKey key = AddressKey.of(address);
        addresses.putIfAbsent(key, address);
        byPort.computeIfAbsent(port, any -> new LinkedHashMap<>()).merge(key, ready, Boolean::logicalAnd);
    }

    private static EndpointPort port(io.fabric8.kubernetes.api.model.EndpointPort port) {
        return new EndpointPortBuilder()
                .withName(Objects.requireNonNullElse(port.getName(), ""))
                .withPort(port.getPort())
                .withProtocol(port.getProtocol())
                .withAppProtocol(port.getAppProtocol())
                .build();
    }

    /** Those that are ready come first, also where not all can be taken. */
    private void fold(Map<AddressKey, Boolean> served, List<EndpointPort> ports) {
        int room = MOST;
        for (boolean ready : List.of(true, false)) {
            for (Map.Entry<AddressKey, Boolean> each : served.entrySet()) {
                if (each.getValue() != ready) {
                    continue;
                }
                if (room-- > 0) {
                    IpAddress ip = IpAddress.parse(each.getKey().ip());
                    byKind.computeIfAbsent(new Kind(ip.family(), ports), any -> new ArrayList<>())
                            .add(endpoint(ip, address(each.getKey()), ready));
                } else {
                    skipped++;
                }
            }
        }
    }

    private EndpointAddress address(AddressKey key) {
        return Objects.requireNonNull(addresses.get(key), "each key is that of an address");
    }

    private static Endpoint endpoint(IpAddress ip, EndpointAddress address, boolean ready) {
        return new EndpointBuilder()
                .withAddresses(ip.toString())
                .withNewConditions()
                .withReady(ready)
                .endConditions()
                .withTargetRef(address.getTargetRef())
                .withNodeName(address.getNodeName())
                .withHostname(address.getHostname())
                .build();
    }
}
