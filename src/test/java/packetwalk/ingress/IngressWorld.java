package packetwalk.ingress;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.time.Duration;
import java.util.List;
import packetwalk.api.Manifests;
import packetwalk.apiserver.ApiServer;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/** An API server with objects, and the tables that are read from it. */
final class IngressWorld {
    private static final List<IpAddress> NODES = List.of(IpAddress.parse("10.100.0.2"), IpAddress.parse("10.100.0.3"));

    private final Simulation simulation = new Simulation(1);
    private final ApiServer api = new ApiServer(simulation);

    IngressWorld apply(String manifest) {
        for (HasMetadata object : Manifests.read(manifest).objects()) {
            api.create(object);
        }
        return this;
    }

    /** A NodePort Service with one endpoint, whose address ends in {@code number}. */
    IngressWorld service(String name, int number) {
        return apply("""
                {apiVersion: v1, kind: Service, metadata: {name: %1$s}, spec: {type: NodePort, ports: [{name: http, port: 80, targetPort: 8080, nodePort: %2$d}]}}
                ---
                {apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: %1$s-a, labels: {kubernetes.io/service-name: %1$s}}, addressType: IPv4, ports: [{name: http, port: 8080}], endpoints: [{addresses: [10.0.1.%3$d]}]}
                """.formatted(name, 30_000 + number, number));
    }

    /** An Ingress of one rule; {@code paths} are {@code TYPE PATH SERVICE}, one to a line. */
    IngressWorld ingress(String name, String host, String... paths) {
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            String[] words = path.split(" ", -1);
            text.append("\n    - {pathType: %s, path: \"%s\", backend: {service: {name: %s, port: {number: 80}}}}"
                    .formatted(words[0], words[1], words[2]));
        }
        String hostLine = host.isEmpty() ? "" : "host: \"" + host + "\"\n    ";
        apply("""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s}
                spec:
                  rules:
                  - %shttp:
                      paths:%s
                """.formatted(name, hostLine, text.toString().replace("\n    ", "\n      ")));
        return this;
    }

    IngressWorld later() {
        simulation.advance(Duration.ofSeconds(5));
        return this;
    }

    ClusterObjects objects() {
        return ClusterObjects.of(api);
    }

    Ingress get(String name) {
        return api.get(Ingress.class, "default", name);
    }

    RoutingTable nginx() {
        return nginx(NginxSettings.DEFAULT);
    }

    RoutingTable nginx(NginxSettings settings) {
        return NginxTable.of(api.list(Ingress.class), objects(), settings);
    }

    RoutingTable gce(String name) {
        return GceTable.of(get(name), objects(), NODES);
    }
}
