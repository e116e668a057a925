package packetwalk.ingress;

import java.util.List;
import java.util.Objects;

/**
 * A certificate that an Ingress has for some of its hosts.
 *
 * @param secret where it is
 * @param hosts as the Ingress lists them; empty if it does not say
 */
public record TlsEntry(ObjectName secret, List<String> hosts) {

    public TlsEntry {
        Objects.requireNonNull(secret, "secret");
        hosts = List.copyOf(hosts);
    }
}
