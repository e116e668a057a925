package packetwalk.ingress;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A host, with its paths; nginx' {@code server}.
 *
 * @param host which hosts are meant
 * @param locations its paths, in the order in which they were asked for
 * @param otherwise where a path leads that none of them means; empty for the controller's own answer
 * @param tls the certificates among which its own is; empty if it has no TLS
 */
public record VirtualHost(HostMatch host, List<Location> locations, Optional<Backend> otherwise, List<TlsEntry> tls) {

    public VirtualHost {
        Objects.requireNonNull(host, "host");
        locations = List.copyOf(locations);
        Objects.requireNonNull(otherwise, "otherwise");
        tls = List.copyOf(tls);
    }
}
