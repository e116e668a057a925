package packetwalk.ingress;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a controller takes an Ingress for its own.
 *
 * @param taken whether it does
 * @param why one line, for whoever asks why nothing happens
 */
public record Claim(boolean taken, String why) {
    private static final String ANNOTATION = "kubernetes.io/ingress.class";

    public Claim {
        Objects.requireNonNull(why, "why");
    }

    /**
     * ingress-nginx: an Ingress whose class is of its controller; else one that is annotated with its name; one that names
     * no class is left alone.
     *
     * @param controller what its classes have as {@code spec.controller}
     * @param annotation what the old annotation must say
     * @see <a href="https://kubernetes.github.io/ingress-nginx/user-guide/multiple-ingress/">ingress-nginx: multiple controllers</a>
     */
    public static Claim nginx(Ingress ingress, ClusterObjects objects, String controller, String annotation) {
        String name = ingress.getSpec().getIngressClassName();
        if (name != null) {
            Optional<IngressClass> found = objects.ingressClass(name);
            if (found.isEmpty()) {
                return new Claim(false, "ingressclass \"" + name + "\" does not exist");
            }
            String own = found.get().getSpec().getController();
            return own.equals(controller)
                    ? new Claim(true, "its class " + name + " is of controller " + controller)
                    : new Claim(false, "its class " + name + " is of controller " + own);
        }
        Optional<String> old = annotation(ingress);
        if (old.isEmpty()) {
            return new Claim(false, "it names no class");
        }
        boolean meant = old.get().isEmpty() || old.get().equals(annotation);
        return new Claim(meant, "annotation " + ANNOTATION + " says \"" + old.get() + "\"");
    }

    /**
     * GCE: an Ingress that is annotated with {@code gce}, or that names no class at all. It has no IngressClass.
     *
     * @see <a href="https://docs.cloud.google.com/kubernetes-engine/docs/concepts/ingress">GKE Ingress</a>
     */
    public static Claim gce(Ingress ingress) {
        String old = annotation(ingress).orElse("");
        if (!old.isEmpty()) {
            return new Claim(old.equals("gce"), "annotation " + ANNOTATION + " says \"" + old + "\"");
        }
        String name = ingress.getSpec().getIngressClassName();
        return name == null
                ? new Claim(true, "it names no class")
                : new Claim(false, "it names the class " + name + "; GCE goes by the annotation " + ANNOTATION);
    }

    private static Optional<String> annotation(Ingress ingress) {
        Map<String, String> annotations = ingress.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(ANNOTATION));
    }
}
