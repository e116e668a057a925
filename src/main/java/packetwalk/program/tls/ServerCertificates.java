package packetwalk.program.tls;

import java.util.Objects;
import java.util.Optional;
import packetwalk.net.x509.KeyedCertificate;

/** Which certificate a server shows. */
@FunctionalInterface
public interface ServerCertificates {

    /**
     * A certificate, and why this one.
     *
     * @param why such as {@code the only one}
     */
    record Choice(KeyedCertificate certificate, String why) {
        public Choice {
            Objects.requireNonNull(certificate, "certificate");
            Objects.requireNonNull(why, "why");
        }
    }

    /** Always that one. */
    static ServerCertificates always(KeyedCertificate certificate) {
        return name -> Optional.of(new Choice(certificate, "it is the only one"));
    }

    /**
     * The certificate for a client.
     *
     * @param serverName for whom it asks (SNI); empty if it does not say
     * @return empty to refuse it: the alert {@code unrecognized_name}
     */
    Optional<Choice> choose(Optional<String> serverName);
}
