package packetwalk.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with an object: where, what stands there, and the rule, as Kubernetes' {@code field.Error}.
 *
 * @param type which rule of the few
 * @param field the path, {@code spec.ports[0].port}
 * @param value what stands there; only some types print it
 * @param detail the rule in words; may be empty
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation/field#Error">field.Error</a>
 */
public record FieldError(Type type, String field, Optional<Object> value, String detail) {

    /** The kinds of error, each with the words that {@code ErrorType.String()} has for it. */
    public enum Type {
        NOT_FOUND("Not found"),
        REQUIRED("Required value"),
        DUPLICATE("Duplicate value"),
        INVALID("Invalid value"),
        NOT_SUPPORTED("Unsupported value"),
        FORBIDDEN("Forbidden"),
        TOO_LONG("Too long"),
        TOO_MANY("Too many"),
        INTERNAL("Internal error"),
        TYPE_INVALID("Invalid value");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** As a cause of a {@code Status} names it: {@code FieldValueInvalid}. */
        String cause() {
            return switch (this) {
                case INTERNAL -> "InternalError";
                case NOT_SUPPORTED -> "FieldValueNotSupported";
                default ->
                    "FieldValue"
                            + List.of(name().split("_")).stream()
                                    .map(word ->
                                            word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining());
            };
        }
    }

    /** A value that prints as it stands: where the API server prints a type of its own that nobody else has. */
    public record Raw(String text) {}

    public FieldError {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(detail, "detail");
    }

    /** What stands there is not what the rule wants. */
    public static FieldError invalid(FieldPath field, Object value, String detail) {
        return new FieldError(Type.INVALID, field.toString(), Optional.of(value), detail);
    }

    /** Nothing stands there, but must. */
    public static FieldError required(FieldPath field, String detail) {
        return new FieldError(Type.REQUIRED, field.toString(), Optional.empty(), detail);
    }

    /** Something stands there, but must not. */
    public static FieldError forbidden(FieldPath field, String detail) {
        return new FieldError(Type.FORBIDDEN, field.toString(), Optional.empty(), detail);
    }

    /** It stands there twice. */
    public static FieldError duplicate(FieldPath field, Object value) {
        return new FieldError(Type.DUPLICATE, field.toString(), Optional.of(value), "");
    }

    /** It names what does not exist. */
    public static FieldError notFound(FieldPath field, Object value) {
        return new FieldError(Type.NOT_FOUND, field.toString(), Optional.of(value), "");
    }

    /** It is none of {@code supported}. */
    public static FieldError notSupported(FieldPath field, Object value, List<String> supported) {
        String list = supported.stream().map(FieldError::quoted).collect(Collectors.joining(", "));
        return new FieldError(Type.NOT_SUPPORTED, field.toString(), Optional.of(value), "supported values: " + list);
    }

    /** It is longer than {@code most} bytes. */
    public static FieldError tooLong(FieldPath field, int most) {
        return new FieldError(
                Type.TOO_LONG, field.toString(), Optional.empty(), "may not be more than " + most + " bytes");
    }

    /** There are {@code count} of them, and at most {@code most} may be. */
    public static FieldError tooMany(FieldPath field, int count, int most) {
        String items = most == 1 ? " item" : " items";
        return new FieldError(Type.TOO_MANY, field.toString(), Optional.of(count), "must have at most " + most + items);
    }

    /** The same error one level up: {@code ports[0]} below {@code spec}. */
    public FieldError below(FieldPath parent) {
        return new FieldError(type, parent + "." + field, value, detail);
    }

    /** The error without its path, {@code Error.ErrorBody()}. */
    public String body() {
        String printed = value.isPresent() && printsValue() ? type.words + ": " + text(value.get()) : type.words;
        return detail.isEmpty() ? printed : printed + ": " + detail;
    }

    /** Path and body, as {@code Error.Error()}. */
    @Override
    public String toString() {
        return field + ": " + body();
    }

    private boolean printsValue() {
        return type != Type.REQUIRED && type != Type.FORBIDDEN && type != Type.TOO_LONG && type != Type.INTERNAL;
    }

    private static String text(Object value) {
        if (value instanceof String string) {
            return quoted(string);
        }
        if (value instanceof Raw raw) {
            return raw.text();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(FieldError::text).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + text(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(",", "{", "}"));
        }
        boolean plain = value instanceof Number || value instanceof Boolean;
        return plain ? value.toString() : Json.compact(value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
