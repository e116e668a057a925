package packetwalk;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import packetwalk.ingress.Claim;
import packetwalk.trace.Exhibit;

/** An Ingress that is there: where it is to be reached, and which controller takes it for its own, and why. */
public final class Ingress implements Exhibit {

    private final World world;
    private final String namespace;
    private final String name;

    Ingress(World world, String namespace, String name) {
        this.world = world;
        this.namespace = namespace;
        this.name = name;
        object();
    }

    private io.fabric8.kubernetes.api.model.networking.v1.Ingress object() {
        return world.api.get(io.fabric8.kubernetes.api.model.networking.v1.Ingress.class, namespace, name);
    }

    /** Addresses that a controller has written back; none before, and none without a controller. */
    public List<String> addresses() {
        return object().getStatus().getLoadBalancer().getIngress().stream()
                .map(point -> Objects.requireNonNullElse(point.getIp(), String.valueOf(point.getHostname())))
                .toList();
    }

    /** What each kind of controller makes of it, a line each: why requests are served, or why nothing happens. */
    public String controllers() {
        String nginx = world.nginx.installed()
                ? claim(world.nginx.claim(object()))
                : "is not installed; .ingressController(\"nginx\") does that";
        String gce = world.cloud.isPresent()
                ? claim(Claim.gce(object()))
                : "is not there: this cluster is in no cloud; .cloud() puts it into one";
        return "nginx " + nginx + "\nGCE " + gce;
    }

    private static String claim(Claim claim) {
        return (claim.taken() ? "takes it: " : "leaves it alone: ") + claim.why();
    }

    @Override
    public String text() {
        String where = addresses().isEmpty() ? "no address" : String.join(", ", addresses());
        return "ingress " + namespace + "/" + name + ", " + where + "\n"
                + controllers().lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return text();
    }
}
