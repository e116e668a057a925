package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody outside of the API server who is asked before an object is stored: a validating webhook that must answer.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic admission control</a>
 */
@FunctionalInterface
public interface Admission {

    /** What it has against a new object, or a changed one; empty if nothing. */
    Optional<Refusal> review(HasMetadata object);

    /**
     * Why an object is not stored, in the API server's words.
     *
     * @param answered whether it was the webhook that said so, and not the API server which did not reach it
     */
    record Refusal(boolean answered, String message) {

        public Refusal {
            Objects.requireNonNull(message, "message");
        }

        /** The webhook says no. */
        public static Refusal denied(String webhook, String why) {
            return new Refusal(true, "admission webhook \"" + webhook + "\" denied the request: " + why);
        }

        /** The webhook cannot be asked, and its {@code failurePolicy} is {@code Fail}. */
        public static Refusal unreachable(String webhook, String url, String why) {
            return new Refusal(
                    false,
                    "failed calling webhook \"" + webhook + "\": failed to call webhook: Post \"" + url + "\": " + why);
        }
    }
}
