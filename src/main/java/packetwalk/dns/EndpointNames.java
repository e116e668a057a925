package packetwalk.dns;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import packetwalk.net.DnsName;
import packetwalk.net.IpAddress;

/** The names of endpoints: {@code web-0.web.default.svc.cluster.local}, or the address with dashes in front. */
final class EndpointNames {

    private EndpointNames() {}

    /** What is ready behind a service, or the one endpoint that the name names. */
    static List<Target> of(ClusterIndex index, ClusterName name, DnsName service) {
        List<Target> targets = new ArrayList<>();
        for (EndpointSlice slice : index.slices(name.namespace(), name.service())) {
            for (Endpoint endpoint : slice.getEndpoints()) {
                if (!ClusterIndex.ready(endpoint)) {
                    continue;
                }
                for (String address : endpoint.getAddresses()) {
                    if (!IpAddress.isAddress(address)) {
                        continue; // addressType FQDN: left out
                    }
                    String label = label(endpoint, address);
                    if (name.endpoint().isEmpty() || name.endpoint().equalsIgnoreCase(label)) {
                        DnsName own = DnsName.of(label).plus(service);
                        targets.addAll(ports(slice, name, own, IpAddress.parse(address)));
                    }
                }
            }
        }
        return targets;
    }

    private static List<Target> ports(EndpointSlice slice, ClusterName name, DnsName own, IpAddress address) {
        if (slice.getPorts().isEmpty()) {
            return name.asksFor("", "") ? List.of(Target.of(own, address, Target.NO_PORT)) : List.of();
        }
        List<Target> targets = new ArrayList<>();
        for (EndpointPort port : slice.getPorts()) {
            if (name.asksFor(port.getName(), port.getProtocol())) {
                int number = port.getPort() == null ? Target.NO_PORT : port.getPort();
                targets.add(Target.of(own, address, number));
            }
        }
        return targets;
    }

    /** The names of all ready endpoints with that address. */
    static List<DnsName> at(ClusterIndex index, IpAddress address, DnsName domain) {
        List<DnsName> names = new ArrayList<>();
        for (EndpointSlice slice : index.slicesAt(address)) {
            String service = slice.getMetadata().getLabels().get(ClusterIndex.SERVICE_NAME);
            for (Endpoint endpoint : slice.getEndpoints()) {
                if (ClusterIndex.ready(endpoint) && endpoint.getAddresses().contains(address.toString())) {
                    List<String> labels = List.of(
                            label(endpoint, address.toString()),
                            service,
                            slice.getMetadata().getNamespace(),
                            "svc");
                    names.add(new DnsName(labels).plus(domain));
                }
            }
        }
        return names;
    }

    private static String label(Endpoint endpoint, String address) {
        String hostname = endpoint.getHostname();
        return hostname == null || hostname.isEmpty()
                ? address.replace('.', '-').replace(':', '-')
                : hostname;
    }
}
