package packetwalk.ingress;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A certificate that an Ingress has for some of its hosts.
 *
 * @param secret where it is; empty if the Ingress names none, and the controller's own is shown
 * @param hosts as the Ingress lists them; empty if it does not say
 */
public record TlsEntry(Optional<ObjectName> secret, List<String> hosts) {

    public TlsEntry {
        Objects.requireNonNull(secret, "secret");
        hosts = List.copyOf(hosts);
    }
}
