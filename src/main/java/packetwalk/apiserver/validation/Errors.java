package packetwalk.apiserver.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** What is wrong, in the order in which it was found; {@code field.ErrorList} with the checks that recur. */
final class Errors {
    private final List<FieldError> all = new ArrayList<>();

    List<FieldError> list() {
        return List.copyOf(all);
    }

    void add(FieldError error) {
        all.add(error);
    }

    void addAll(List<FieldError> errors) {
        all.addAll(errors);
    }

    void invalid(FieldPath field, Object value, String detail) {
        add(FieldError.invalid(field, value, detail));
    }

    /** One error for each of {@code messages}. */
    void invalid(FieldPath field, Object value, List<String> messages) {
        messages.forEach(message -> invalid(field, value, message));
    }

    void required(FieldPath field) {
        add(FieldError.required(field, ""));
    }

    void forbidden(FieldPath field, String detail) {
        add(FieldError.forbidden(field, detail));
    }

    /** Must be one of {@code supported}, which is in alphabetical order as {@code sets.List} gives it. */
    void oneOf(FieldPath field, @Nullable String value, List<String> supported) {
        if (value == null || value.isEmpty()) {
            required(field);
        } else if (!supported.contains(value)) {
            add(FieldError.notSupported(field, value, supported));
        }
    }

    /** {@code IsValidPortNum}. */
    void portNumber(FieldPath field, @Nullable Integer port) {
        int number = port == null ? 0 : port;
        if (number < 1 || number > 65_535) {
            invalid(field, number, "must be between 1 and 65535, inclusive");
        }
    }

    void notNegative(FieldPath field, @Nullable Number value) {
        if (value != null && value.longValue() < 0) {
            invalid(field, value, "must be greater than or equal to 0");
        }
    }

    void immutable(FieldPath field, @Nullable Object value, @Nullable Object before) {
        if (!Objects.equals(value, before)) {
            invalid(field, value == null ? new FieldError.Raw("null") : value, "field is immutable");
        }
    }
}
