package packetwalk.proxy;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpFamily;

/** The slices of one Service: endpoints ready, unready and leaving, here and elsewhere, with and without hints. */
final class RandomSlices {

    static final String NODE = "node-a";

    private final Chance chance;
    private final IpFamily family;
    private final Service service;
    private final int most;
    private final boolean zoneHints;
    private final boolean nodeHints;

    private RandomSlices(Chance chance, IpFamily family, Service service, int most) {
        this.chance = chance;
        this.family = family;
        this.service = service;
        this.most = most;
        this.zoneHints = chance.oneIn(3);
        this.nodeHints = chance.oneIn(4);
    }

    /** One slice or two, each of up to {@code most} endpoints. */
    static List<EndpointSlice> of(Chance chance, IpFamily family, Service service, int most) {
        RandomSlices made = new RandomSlices(chance, family, service, most);
        List<EndpointSlice> slices = new ArrayList<>();
        for (int count = chance.oneIn(6) ? 0 : 1 + chance.upTo(1); count > 0; count--) {
            slices.add(made.slice(count));
        }
        return slices;
    }

    private EndpointSlice slice(int number) {
        boolean other = chance.oneIn(10);
        boolean v4 = (family == IpFamily.IPV4) != other;
        String name = service.getMetadata().getName();
        List<Endpoint> endpoints = new ArrayList<>();
        int count = most > 10 ? most : chance.upTo(most);
        for (int at = 0; at < count; at++) {
            endpoints.add(endpoint(v4, number, at));
        }
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(service.getMetadata().getNamespace())
                .withName(name + (v4 ? "-4-" : "-6-") + number)
                .addToLabels("kubernetes.io/service-name", name)
                .endMetadata()
                .withAddressType(v4 ? "IPv4" : "IPv6")
                .withEndpoints(endpoints)
                .withPorts(ports())
                .build();
    }

    private List<EndpointPort> ports() {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            ports.add(new EndpointPortBuilder()
                    .withName(port.getName())
                    .withPort(chance.oneIn(4) ? 8000 + port.getPort() : port.getPort())
                    .withProtocol(port.getProtocol())
                    .build());
        }
        return ports;
    }

    /** Addresses of two slices never meet: which one's conditions count is random upstream. In one slice the last counts. */
    private Endpoint endpoint(boolean v4, int slice, int at) {
        boolean here = chance.oneIn(2);
        int host = (slice - 1) * RandomCluster.MOST_ENDPOINTS + (chance.oneIn(10) ? 1 : at + 1);
        EndpointBuilder builder = new EndpointBuilder()
                .withAddresses(v4 ? addressV4(here, host) : "fd00:10:180:" + (here ? 0 : 1) + "::" + host)
                .withNodeName(here ? NODE : chance.of("node-b", "node-c"))
                .withNewConditions(flag(), flag(), chance.oneIn(3));
        if (chance.oneIn(2)) {
            builder.withNewConditions(true, true, false);
        }
        if (chance.oneIn(20)) {
            builder.withNodeName(null);
        }
        return hints(builder).build();
    }

    private String addressV4(boolean here, int host) {
        String zeros = chance.oneIn(8) ? "0" : "";
        return "10.180." + (here ? "0" : "1") + "." + (host > 99 ? "" : zeros) + host;
    }

    private EndpointBuilder hints(EndpointBuilder builder) {
        if (!zoneHints && !nodeHints) {
            return builder;
        }
        boolean missing = chance.oneIn(10);
        return builder.withNewHints()
                .withForZones(zoneHints && !missing ? List.of(new ForZone(chance.of("zone-a", "zone-b"))) : List.of())
                .withForNodes(nodeHints && !missing ? List.of(new ForNode(chance.of(NODE, "node-b"))) : List.of())
                .endHints();
    }

    private @Nullable Boolean flag() {
        return chance.oneIn(4) ? null : chance.oneIn(2) ? Boolean.TRUE : Boolean.FALSE;
    }
}
