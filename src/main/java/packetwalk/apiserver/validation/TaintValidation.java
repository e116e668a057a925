package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** Taints of nodes and what tolerates them. */
final class TaintValidation {
    private static final List<String> EFFECTS = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private TaintValidation() {}

    static void tolerations(Errors errors, FieldPath field, List<Toleration> tolerations) {
        for (int i = 0; i < tolerations.size(); i++) {
            toleration(errors, field.index(i), tolerations.get(i));
        }
    }

    private static void toleration(Errors errors, FieldPath field, Toleration toleration) {
        String key = text(toleration.getKey());
        String operator = text(toleration.getOperator());
        String value = text(toleration.getValue());
        if (!key.isEmpty()) {
            errors.invalid(field.child("key"), key, Names.key(key));
        } else if (!operator.equals("Exists")) {
            errors.invalid(
                    field.child("operator"),
                    operator,
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        if (toleration.getTolerationSeconds() != null && !"NoExecute".equals(toleration.getEffect())) {
            errors.invalid(
                    field.child("effect"),
                    text(toleration.getEffect()),
                    "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        switch (operator) {
            case "", "Equal" -> {
                if (!Names.value(value).isEmpty()) {
                    errors.invalid(field.child("operator"), value, String.join(";", Names.value(value)));
                }
            }
            case "Exists" -> {
                if (!value.isEmpty()) {
                    errors.invalid(field.child("operator"), value, "value must be empty when `operator` is 'Exists'");
                }
            }
            default ->
                errors.add(FieldError.notSupported(field.child("operator"), operator, List.of("Equal", "Exists")));
        }
        if (!text(toleration.getEffect()).isEmpty()) {
            errors.oneOf(field.child("effect"), toleration.getEffect(), EFFECTS);
        }
    }

    /** A node's taints; their path begins at the metadata, for reasons of history. */
    static void taints(Errors errors, List<Taint> taints) {
        FieldPath field = FieldPath.of("metadata", "taints");
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < taints.size(); i++) {
            Taint taint = taints.get(i);
            FieldPath path = field.index(i);
            errors.invalid(path.child("key"), text(taint.getKey()), Names.key(text(taint.getKey())));
            List<String> value = Names.value(text(taint.getValue()));
            if (!value.isEmpty()) {
                errors.invalid(path.child("value"), text(taint.getValue()), String.join(";", value));
            }
            errors.oneOf(path.child("effect"), taint.getEffect(), EFFECTS);
            if (!seen.add(taint.getKey() + ":" + taint.getEffect())) {
                Object printed =
                        new FieldError.Raw("{\"Key\":\"%s\",\"Value\":\"%s\",\"Effect\":\"%s\",\"TimeAdded\":null}"
                                .formatted(taint.getKey(), text(taint.getValue()), taint.getEffect()));
                errors.add(new FieldError(
                        FieldError.Type.DUPLICATE,
                        path.toString(),
                        Optional.of(printed),
                        "taints must be unique by key and effect pair"));
            }
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
