package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** What endpoint slices and Endpoints must be; discovery's {@code ValidateEndpointSlice}, core's {@code ValidateEndpoints}. */
final class EndpointValidation {
    private static final int MOST_ENDPOINTS = 1000;
    private static final int MOST_ADDRESSES = 100;
    private static final int MOST_HINTS = 8;
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    private EndpointValidation() {}

    static void slice(Errors errors, EndpointSlice slice) {
        errors.oneOf(FieldPath.of("addressType"), slice.getAddressType(), List.of("FQDN", "IPv4", "IPv6"));
        ports(errors, slice.getPorts());
        FieldPath field = FieldPath.of("endpoints");
        int size = slice.getEndpoints().size();
        if (size > MOST_ENDPOINTS) {
            errors.add(FieldError.tooMany(field, size, MOST_ENDPOINTS));
            return;
        }
        for (int i = 0; i < size; i++) {
            endpoint(errors, field.index(i), slice.getEndpoints().get(i), slice.getAddressType());
        }
        // Said by the declarative rules, which come last
        for (int i = 0; i < size; i++) {
            if (slice.getEndpoints().get(i).getAddresses().isEmpty()) {
                errors.required(field.index(i).child("addresses"));
            }
        }
    }

    private static void ports(Errors errors, List<EndpointPort> ports) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            EndpointPort port = ports.get(i);
            FieldPath field = FieldPath.of("ports").index(i);
            if (!port.getName().isEmpty()) {
                errors.invalid(field.child("name"), port.getName(), Names.label(port.getName()));
            }
            if (!names.add(port.getName())) {
                errors.add(FieldError.duplicate(field.child("name"), port.getName()));
            }
            errors.oneOf(field.child("protocol"), port.getProtocol(), PROTOCOLS);
            if (port.getAppProtocol() != null) {
                errors.invalid(field.child("appProtocol"), port.getAppProtocol(), Names.key(port.getAppProtocol()));
            }
        }
    }

    private static void endpoint(Errors errors, FieldPath field, Endpoint endpoint, String type) {
        FieldPath path = field.child("addresses");
        List<String> addresses = endpoint.getAddresses();
        if (addresses.size() > MOST_ADDRESSES) {
            errors.add(FieldError.tooMany(path, addresses.size(), MOST_ADDRESSES));
        }
        for (int i = 0; i < addresses.size(); i++) {
            if ("IPv4".equals(type) || "IPv6".equals(type)) {
                address(errors, path, i, addresses.get(i), type);
            }
        }
        if (endpoint.getNodeName() != null) {
            errors.invalid(field.child("nodeName"), endpoint.getNodeName(), Names.subdomain(endpoint.getNodeName()));
        }
        if (endpoint.getHostname() != null) {
            errors.invalid(field.child("hostname"), endpoint.getHostname(), Names.label(endpoint.getHostname()));
        }
        EndpointHints hints = endpoint.getHints();
        if (hints != null) {
            FieldPath at = field.child("hints");
            List<String> zones =
                    hints.getForZones().stream().map(ForZone::getName).toList();
            List<String> nodes =
                    hints.getForNodes().stream().map(ForNode::getName).toList();
            hints(errors, at.child("forZones"), zones, Names::value);
            hints(errors, at.child("forNodes"), nodes, Names::subdomain);
        }
    }

    private static void address(Errors errors, FieldPath field, int index, String address, String type) {
        List<FieldError> wrong = Addresses.ip(field.index(index), address, List.of());
        errors.addAll(wrong);
        if (wrong.isEmpty()) {
            boolean v4 = IpAddress.parse(address).family() == IpFamily.IPV4;
            if (v4 != type.equals("IPv4")) {
                errors.invalid(field, address, "must be an " + type + " address");
            }
            errors.addAll(Addresses.endpoint(field.index(index), address));
        }
    }

    private static void hints(Errors errors, FieldPath field, List<String> names, Function<String, List<String>> rule) {
        if (names.size() > MOST_HINTS) {
            errors.add(FieldError.tooMany(field, names.size(), MOST_HINTS));
            return;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            FieldPath path = field.index(i).child("name");
            if (!seen.add(names.get(i))) {
                errors.add(FieldError.duplicate(path, names.get(i)));
            }
            errors.invalid(path, names.get(i), rule.apply(names.get(i)));
        }
    }

    static void endpoints(Errors errors, Endpoints endpoints) {
        for (int i = 0; i < endpoints.getSubsets().size(); i++) {
            EndpointSubset subset = endpoints.getSubsets().get(i);
            FieldPath field = FieldPath.of("subsets").index(i);
            if (subset.getAddresses().isEmpty() && subset.getNotReadyAddresses().isEmpty()) {
                errors.add(FieldError.required(field, "must specify `addresses` or `notReadyAddresses`"));
            }
            addresses(errors, field.child("addresses"), subset.getAddresses());
            addresses(errors, field.child("notReadyAddresses"), subset.getNotReadyAddresses());
            for (int j = 0; j < subset.getPorts().size(); j++) {
                port(
                        errors,
                        field.child("ports").index(j),
                        subset.getPorts().get(j),
                        subset.getPorts().size() > 1);
            }
        }
    }

    private static void addresses(Errors errors, FieldPath field, List<EndpointAddress> addresses) {
        for (int i = 0; i < addresses.size(); i++) {
            EndpointAddress address = addresses.get(i);
            String ip = String.valueOf(address.getIp());
            errors.addAll(Addresses.ip(field.index(i).child("ip"), ip, List.of()));
            if (address.getHostname() != null && !address.getHostname().isEmpty()) {
                errors.invalid(
                        field.index(i).child("hostname"), address.getHostname(), Names.label(address.getHostname()));
            }
            errors.addAll(Addresses.endpoint(field.index(i).child("ip"), ip));
        }
    }

    private static void port(
            Errors errors, FieldPath field, io.fabric8.kubernetes.api.model.EndpointPort port, boolean named) {
        String name = port.getName() == null ? "" : port.getName();
        if (!name.isEmpty()) {
            errors.invalid(field.child("name"), name, Names.label(name));
        } else if (named) {
            errors.required(field.child("name"));
        }
        errors.portNumber(field.child("port"), port.getPort());
        errors.oneOf(field.child("protocol"), port.getProtocol(), PROTOCOLS);
    }
}
