package packetwalk.api;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusCauseBuilder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The API server refuses a request: Kubernetes' {@code Status} of a failure, with its own words as the message. What was
 * stored before is stored still.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/api/errors">k8s.io/apimachinery/pkg/api/errors</a>
 */
public final class ApiFault extends IllegalArgumentException {

    /** Why, as {@code Status.reason} names it, with the HTTP code that goes with it. */
    public enum Reason {
        BAD_REQUEST("BadRequest", 400),
        FORBIDDEN("Forbidden", 403),
        NOT_FOUND("NotFound", 404),
        CONFLICT("Conflict", 409),
        ALREADY_EXISTS("AlreadyExists", 409),
        INVALID("Invalid", 422),
        INTERNAL_ERROR("InternalError", 500);

        private final String word;
        private final int code;

        Reason(String word, int code) {
            this.word = word;
            this.code = code;
        }
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Status status;

    private ApiFault(Reason reason, String message, Status status) {
        super(message);
        this.reason = reason;
        this.status = status;
    }

    /** {@code pods "x" not found}. */
    public static ApiFault notFound(Kind<?> kind, String name) {
        return about(Reason.NOT_FOUND, kind, name, "%s \"%s\" not found".formatted(kind.groupResource(), name));
    }

    /** {@code services "x" already exists}. */
    public static ApiFault alreadyExists(Kind<?> kind, String name) {
        return about(
                Reason.ALREADY_EXISTS, kind, name, "%s \"%s\" already exists".formatted(kind.groupResource(), name));
    }

    /** {@code Operation cannot be fulfilled on pods "x": …}. */
    public static ApiFault conflict(Kind<?> kind, String name, String why) {
        String message = "Operation cannot be fulfilled on %s \"%s\": %s".formatted(kind.groupResource(), name, why);
        return about(Reason.CONFLICT, kind, name, message);
    }

    /** {@code pods "x" is forbidden: …}. */
    public static ApiFault forbidden(Kind<?> kind, String name, String why) {
        return about(
                Reason.FORBIDDEN, kind, name, "%s \"%s\" is forbidden: %s".formatted(kind.groupResource(), name, why));
    }

    /** A request that is wrong before anything is looked up. */
    public static ApiFault badRequest(String message) {
        return new ApiFault(
                Reason.BAD_REQUEST, message, status(Reason.BAD_REQUEST, message).build());
    }

    /** Something ran out: {@code Internal error occurred: …}. */
    public static ApiFault internalError(String message) {
        String whole = "Internal error occurred: " + message;
        return new ApiFault(
                Reason.INTERNAL_ERROR,
                whole,
                status(Reason.INTERNAL_ERROR, whole).build());
    }

    /** {@code Service "x" is invalid: …}, with all that is wrong with it. */
    public static ApiFault invalid(Kind<?> kind, String name, List<FieldError> errors) {
        List<String> words =
                errors.stream().map(FieldError::toString).distinct().toList();
        String list = words.size() == 1 ? words.get(0) : words.stream().collect(Collectors.joining(", ", "[", "]"));
        String message = "%s \"%s\" is invalid: %s".formatted(kind.groupKind(), name, list);
        List<StatusCause> causes = errors.stream()
                .map(error -> new StatusCauseBuilder()
                        .withReason(error.type().cause())
                        .withMessage(error.body())
                        .withField(error.field())
                        .build())
                .toList();
        Status status = status(Reason.INVALID, message)
                .withNewDetails()
                .withGroup(kind.group())
                .withKind(kind.name())
                .withName(name)
                .withCauses(causes)
                .endDetails()
                .build();
        return new ApiFault(Reason.INVALID, message, status);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** The HTTP code. */
    public int code() {
        return reason.code;
    }

    /** The whole answer, as the API server would have sent it. */
    public Status status() {
        return status.edit().build();
    }

    /** What is wrong, field by field; empty unless the reason is {@link Reason#INVALID}. */
    public List<StatusCause> causes() {
        return status.getDetails() == null
                ? List.of()
                : List.copyOf(status.getDetails().getCauses());
    }

    private static ApiFault about(Reason reason, Kind<?> kind, String name, String message) {
        Status status = status(reason, message)
                .withNewDetails()
                .withGroup(kind.group())
                .withKind(kind.plural())
                .withName(name)
                .endDetails()
                .build();
        return new ApiFault(reason, message, status);
    }

    private static StatusBuilder status(Reason reason, String message) {
        return new StatusBuilder()
                .withStatus("Failure")
                .withReason(reason.word)
                .withCode(reason.code)
                .withMessage(message);
    }
}
