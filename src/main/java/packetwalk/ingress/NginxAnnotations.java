package packetwalk.ingress;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What ingress-nginx reads of an Ingress' annotations; those that it has and we do not model are named. */
final class NginxAnnotations {
    private static final String PREFIX = "nginx.ingress.kubernetes.io/";
    private static final Set<String> MODELLED = Set.of("ssl-redirect", "force-ssl-redirect");

    private NginxAnnotations() {}

    static HttpsRedirect redirect(Ingress ingress, NginxSettings settings) {
        if (flag(ingress, "force-ssl-redirect", false)) {
            return HttpsRedirect.ALWAYS;
        }
        boolean wanted = flag(ingress, "ssl-redirect", settings.sslRedirect());
        return wanted ? HttpsRedirect.WITH_CERTIFICATE : HttpsRedirect.NEVER;
    }

    /** Those whose effect is missing here. */
    static List<Problem> unknown(Ingress ingress) {
        Map<String, String> annotations = ingress.getMetadata().getAnnotations();
        return new TreeMap<>(annotations == null ? Map.of() : annotations)
                .keySet().stream()
                        .filter(key -> key.startsWith(PREFIX) && !MODELLED.contains(key.substring(PREFIX.length())))
                        .map(key -> new Problem(
                                Problem.Kind.UNKNOWN_ANNOTATION,
                                ObjectName.of(ingress),
                                "UNKNOWN: annotation " + key + " is not modelled; requests go as if it were not there"))
                        .toList();
    }

    /** What is neither true nor false counts as not said. */
    private static boolean flag(Ingress ingress, String name, boolean otherwise) {
        return get(ingress, name)
                .filter(value -> value.equals("true") || value.equals("false"))
                .map(Boolean::parseBoolean)
                .orElse(otherwise);
    }

    private static Optional<String> get(Ingress ingress, String name) {
        Map<String, String> annotations = ingress.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(PREFIX + name));
    }
}
