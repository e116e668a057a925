package packetwalk.ingress;

import java.util.List;
import java.util.Objects;

/**
 * What a path leads to.
 *
 * @param service the Service
 * @param port its port as the Ingress has it, a number or a name
 * @param upstreams where its requests can go now; empty if nowhere
 */
public record Backend(ObjectName service, String port, List<Upstream> upstreams) {

    public Backend {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(port, "port");
        upstreams = List.copyOf(upstreams);
    }

    /** {@code service default/web:80}. */
    @Override
    public String toString() {
        return "service " + service + ":" + port;
    }
}
