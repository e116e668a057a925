package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** What every object has; apimachinery's {@code ValidateObjectMeta} and the rules for labels. */
final class MetadataValidation {
    private static final FieldPath META = FieldPath.of("metadata");
    private static final int ANNOTATION_BYTES = 256 * 1024;
    private static final List<String> STANDARD_FINALIZERS = List.of("kubernetes", "orphan", "foregroundDeletion");

    private MetadataValidation() {}

    /** Name, labels, annotations, owners and finalizers of an object whose name follows {@code rule}. */
    static void check(Errors errors, ObjectMeta meta, Function<String, List<String>> rule) {
        if (!isEmpty(meta.getGenerateName())) {
            // Checked as the prefix that it is: what ends in a hyphen is no end
            String base = meta.getGenerateName().replaceAll("-$", "a");
            errors.invalid(META.child("generateName"), meta.getGenerateName(), rule.apply(base));
        }
        if (isEmpty(meta.getName())) {
            errors.add(FieldError.required(META.child("name"), "name or generateName is required"));
        } else {
            errors.invalid(META.child("name"), meta.getName(), rule.apply(meta.getName()));
        }
        labels(errors, META.child("labels"), meta.getLabels());
        annotations(errors, META.child("annotations"), meta.getAnnotations());
        owners(errors, meta.getOwnerReferences());
        finalizers(errors, meta.getFinalizers());
    }

    /** What must not change. */
    static void checkChange(Errors errors, ObjectMeta meta, ObjectMeta before) {
        if (before.getDeletionTimestamp() != null) {
            List<String> added = new ArrayList<>(meta.getFinalizers());
            added.removeAll(before.getFinalizers());
            if (!added.isEmpty()) {
                errors.forbidden(
                        META.child("finalizers"),
                        "no new finalizers can be added if the object is being deleted, found new finalizers "
                                + go(added));
            }
        }
        errors.immutable(META.child("name"), meta.getName(), before.getName());
    }

    /** {@code ValidateLabels}: keys and values, in the order of the keys. */
    static void labels(Errors errors, FieldPath field, @Nullable Map<String, String> labels) {
        if (labels == null) {
            return;
        }
        new TreeMap<>(labels).forEach((key, value) -> {
            errors.invalid(field, key, Names.key(key));
            errors.invalid(field, value, Names.value(value));
        });
    }

    static void annotations(Errors errors, FieldPath field, @Nullable Map<String, String> annotations) {
        if (annotations == null) {
            return;
        }
        long size = 0;
        for (Map.Entry<String, String> entry : new TreeMap<>(annotations).entrySet()) {
            errors.invalid(field, entry.getKey(), Names.key(entry.getKey().toLowerCase(Locale.ROOT)));
            size += bytes(entry.getKey()) + bytes(entry.getValue());
        }
        if (size > ANNOTATION_BYTES) {
            errors.add(FieldError.tooLong(field, ANNOTATION_BYTES));
        }
    }

    /** {@code ValidateLabelSelector}. */
    static void selector(Errors errors, FieldPath field, LabelSelector selector) {
        labels(errors, field.child("matchLabels"), selector.getMatchLabels());
        for (int i = 0; i < selector.getMatchExpressions().size(); i++) {
            expression(
                    errors,
                    field.child("matchExpressions").index(i),
                    selector.getMatchExpressions().get(i));
        }
    }

    private static void expression(Errors errors, FieldPath field, LabelSelectorRequirement expression) {
        String operator = expression.getOperator() == null ? "" : expression.getOperator();
        switch (operator) {
            case "In", "NotIn" -> {
                if (expression.getValues().isEmpty()) {
                    errors.add(FieldError.required(
                            field.child("values"), "must be specified when `operator` is 'In' or 'NotIn'"));
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!expression.getValues().isEmpty()) {
                    errors.forbidden(
                            field.child("values"),
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> errors.invalid(field.child("operator"), operator, "not a valid selector operator");
        }
        String key = expression.getKey() == null ? "" : expression.getKey();
        errors.invalid(field.child("key"), key, Names.key(key));
        for (int i = 0; i < expression.getValues().size(); i++) {
            String value = expression.getValues().get(i);
            errors.invalid(field.child("values").index(i), value, Names.value(value));
        }
    }

    private static void owners(Errors errors, List<OwnerReference> owners) {
        String controller = "";
        for (int i = 0; i < owners.size(); i++) {
            OwnerReference owner = owners.get(i);
            FieldPath field = META.child("ownerReferences").index(i);
            ownerField(errors, field.child("apiVersion"), owner.getApiVersion());
            ownerField(errors, field.child("kind"), owner.getKind());
            ownerField(errors, field.child("name"), owner.getName());
            ownerField(errors, field.child("uid"), owner.getUid());
            if (Boolean.TRUE.equals(owner.getController())) {
                String name = owner.getKind() + "/" + owner.getName();
                if (!controller.isEmpty()) {
                    errors.invalid(
                            META.child("ownerReferences"),
                            owners,
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + controller + " and " + name);
                }
                controller = name;
            }
        }
    }

    private static void ownerField(Errors errors, FieldPath field, @Nullable String value) {
        if (isEmpty(value)) {
            errors.add(FieldError.required(field, "must not be empty"));
        }
    }

    private static void finalizers(Errors errors, List<String> finalizers) {
        FieldPath field = META.child("finalizers");
        for (String finalizer : finalizers) {
            errors.invalid(field, finalizer, Names.key(finalizer));
        }
        for (int i = 0; i < finalizers.size(); i++) {
            String name = finalizers.get(i);
            if (!name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
                errors.invalid(
                        field.index(i), name, "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
        if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
            errors.invalid(field, finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    /** A list of strings as Go's {@code %#v} of it. */
    private static String go(List<String> list) {
        return "[]string{"
                + String.join(", ", list.stream().map(each -> '"' + each + '"').toList()) + "}";
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
