package packetwalk.net.x509;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * For whom a certificate is, and how long.
 *
 * @param subject its common name
 * @param names DNS names and addresses for which it may be shown (subjectAltName); {@code *.foo.com} stands for one label
 * @param from when it begins to count
 * @param until when it ends to
 */
public record CertificateSpec(String subject, List<String> names, Instant from, Instant until) {

    public CertificateSpec {
        Objects.requireNonNull(subject, "subject");
        names = List.copyOf(names);
        if (subject.isBlank()) {
            throw new IllegalArgumentException("a certificate needs a subject; such as testhost.com");
        }
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a certificate for " + subject + " from " + from + " until " + until
                    + " never counts; let it end after its beginning");
        }
    }

    /** For one name, for a year from {@code now} on. */
    public static CertificateSpec of(String name, Instant now) {
        return new CertificateSpec(name, List.of(name), now, now.plus(Duration.ofDays(365)));
    }
}
