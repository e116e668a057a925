package packetwalk.program.dns;

import java.util.Objects;
import java.util.Optional;

/**
 * What programs of a container or machine know of names: {@code hosts: files dns} in nsswitch.conf(5).
 *
 * @param hosts its {@code /etc/hosts}
 * @param resolvConf its {@code /etc/resolv.conf}; empty where nothing answers DNS
 */
public record NameService(Hosts hosts, Optional<ResolvConf> resolvConf) {

    /** Knows {@code localhost} and asks nobody. */
    public static final NameService LOCAL = new NameService(Hosts.LOCALHOST, Optional.empty());

    public NameService {
        Objects.requireNonNull(hosts, "hosts");
        Objects.requireNonNull(resolvConf, "resolvConf");
    }
}
