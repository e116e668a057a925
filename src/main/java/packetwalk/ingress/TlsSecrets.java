package packetwalk.ingress;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.net.x509.Certificates;
import packetwalk.net.x509.KeyedCertificate;

/** The certificates of Secrets, read once each time they change. */
public final class TlsSecrets {

    /**
     * What a Secret holds.
     *
     * @param certificate empty if there is none to be had
     * @param why why there is none, for people; empty if there is one
     */
    public record Read(Optional<KeyedCertificate> certificate, String why) {}

    private final Supplier<List<Secret>> secrets;
    private final Map<String, Read> known = new LinkedHashMap<>();

    /** Those of {@code secrets}, asked anew each time. */
    public TlsSecrets(Supplier<List<Secret>> secrets) {
        this.secrets = secrets;
    }

    /** The certificate in a Secret. */
    public Read read(ObjectName name) {
        Optional<Secret> found = secrets.get().stream()
                .filter(each -> ObjectName.of(each).equals(name))
                .findFirst();
        return found.map(secret -> known.computeIfAbsent(
                        secret.getMetadata().getUid() + "@"
                                + secret.getMetadata().getResourceVersion(),
                        any -> parse(secret)))
                .orElseGet(() -> new Read(Optional.empty(), "secret \"" + name + "\" does not exist"));
    }

    private static Read parse(Secret secret) {
        Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
        try {
            return new Read(Optional.of(KeyedCertificate.read(text(data, "tls.crt"), text(data, "tls.key"))), "");
        } catch (IllegalArgumentException unfit) {
            return new Read(Optional.empty(), "secret \"" + ObjectName.of(secret) + "\": " + unfit.getMessage());
        }
    }

    private static String text(Map<String, String> data, String key) {
        String base64 = data.get(key);
        if (base64 == null) {
            throw new IllegalArgumentException("there is no " + key + " in it; give it type kubernetes.io/tls");
        }
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** Whether a certificate may be shown for a host; a rule's {@code *.foo.com} needs that very name. */
    public static boolean isFor(KeyedCertificate certificate, String host) {
        return host.startsWith("*.")
                ? Certificates.names(certificate.certificate()).contains(host)
                : Certificates.isFor(certificate.certificate(), host);
    }
}
