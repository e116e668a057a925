package packetwalk.ingress;

import java.util.Objects;

/**
 * Something that an Ingress asks for and does not get.
 *
 * @param kind what is the matter
 * @param ingress whose it is
 * @param message the controller's own words
 */
public record Problem(Kind kind, ObjectName ingress, String message) {

    /** What can be the matter. */
    public enum Kind {
        SERVICE_NOT_FOUND,
        PORT_NOT_FOUND,
        NO_ENDPOINTS,
        WRONG_SERVICE_TYPE,
        SECRET_NOT_FOUND,
        SECRET_WITHOUT_CERTIFICATE,
        PATH_TAKEN,
        PATH_NOT_SUPPORTED,
        RESOURCE_BACKEND,
        /** An annotation that the controller has, and we do not model. */
        UNKNOWN_ANNOTATION
    }

    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(ingress, "ingress");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return "ingress " + ingress + ": " + message;
    }
}
