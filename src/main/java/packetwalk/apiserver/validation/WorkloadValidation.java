package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.api.Selector;

/** What makes pods; pkg/apis/apps/validation/validation.go. */
final class WorkloadValidation {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath SELECTOR = SPEC.child("selector");
    private static final FieldPath TEMPLATE = SPEC.child("template");

    private WorkloadValidation() {}

    static void deployment(Errors errors, DeploymentSpec spec) {
        errors.notNegative(SPEC.child("replicas"), spec.getReplicas());
        selector(errors, spec.getSelector(), "deployment");
        template(errors, spec.getSelector(), spec.getTemplate(), "invalid label selector");
        always(errors, spec.getTemplate(), "ReplicaSet");
        UpdateStrategyValidation.deployment(errors, spec.getStrategy());
        errors.notNegative(SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
        errors.notNegative(SPEC.child("revisionHistoryLimit"), spec.getRevisionHistoryLimit());
        Integer deadline = spec.getProgressDeadlineSeconds();
        errors.notNegative(SPEC.child("progressDeadlineSeconds"), deadline);
        if (deadline != null && deadline <= number(spec.getMinReadySeconds())) {
            errors.invalid(SPEC.child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds");
        }
    }

    static void replicaSet(Errors errors, ReplicaSetSpec spec) {
        errors.notNegative(SPEC.child("replicas"), spec.getReplicas());
        errors.notNegative(SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
        // The server says deployment here too
        selector(errors, spec.getSelector(), "deployment");
        template(errors, spec.getSelector(), spec.getTemplate(), "invalid label selector");
        always(errors, spec.getTemplate(), "ReplicaSet");
    }

    static void daemonSet(Errors errors, DaemonSetSpec spec) {
        if (spec.getSelector() != null) {
            MetadataValidation.selector(errors, SELECTOR, spec.getSelector());
        }
        matches(errors, spec.getSelector(), spec.getTemplate());
        if (spec.getSelector() != null && isEmpty(spec.getSelector())) {
            errors.invalid(SELECTOR, spec.getSelector(), "empty selector is invalid for daemonset");
        }
        pods(errors, spec.getTemplate());
        always(errors, spec.getTemplate(), "DaemonSet");
        errors.notNegative(SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
        UpdateStrategyValidation.daemonSet(errors, spec.getUpdateStrategy());
        errors.notNegative(SPEC.child("revisionHistoryLimit"), spec.getRevisionHistoryLimit());
    }

    static void statefulSet(Errors errors, StatefulSetSpec spec) {
        String management = String.valueOf(spec.getPodManagementPolicy());
        if (!List.of("OrderedReady", "Parallel").contains(management)) {
            errors.invalid(SPEC.child("podManagementPolicy"), management, "must be 'OrderedReady' or 'Parallel'");
        }
        UpdateStrategyValidation.statefulSet(errors, spec.getUpdateStrategy());
        errors.notNegative(SPEC.child("replicas"), spec.getReplicas());
        errors.notNegative(SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
        if (spec.getServiceName() != null && !spec.getServiceName().isEmpty()) {
            errors.invalid(SPEC.child("serviceName"), spec.getServiceName(), Names.label(spec.getServiceName()));
        }
        selector(errors, spec.getSelector(), "statefulset");
        template(errors, spec.getSelector(), spec.getTemplate(), "");
        always(errors, spec.getTemplate(), "StatefulSet");
    }

    /** A StatefulSet's pods have names and addresses that others know. */
    static void statefulSetChange(Errors errors, StatefulSetSpec spec, StatefulSetSpec before) {
        selectorChange(errors, spec.getSelector(), before.getSelector());
        errors.immutable(
                SPEC.child("volumeClaimTemplates"), spec.getVolumeClaimTemplates(), before.getVolumeClaimTemplates());
        errors.immutable(SPEC.child("serviceName"), text(spec.getServiceName()), text(before.getServiceName()));
        errors.immutable(
                SPEC.child("podManagementPolicy"), spec.getPodManagementPolicy(), before.getPodManagementPolicy());
    }

    static void selectorChange(Errors errors, LabelSelector selector, LabelSelector before) {
        errors.immutable(SELECTOR, selector, before);
    }

    private static void selector(Errors errors, @Nullable LabelSelector selector, String of) {
        if (selector == null) {
            errors.required(SELECTOR);
            return;
        }
        MetadataValidation.selector(errors, SELECTOR, selector);
        if (isEmpty(selector)) {
            errors.invalid(SELECTOR, selector, "empty selector is invalid for " + of);
        }
    }

    /** Without a selector nothing is selected; with one that cannot be read the template is not looked at. */
    private static void template(
            Errors errors, @Nullable LabelSelector selector, @Nullable PodTemplateSpec template, String unreadable) {
        if (selector != null && !isReadable(selector)) {
            errors.invalid(SELECTOR, selector, unreadable);
            return;
        }
        if (selector == null || !isEmpty(selector)) {
            matches(errors, selector, template);
        }
        pods(errors, template);
    }

    private static void matches(Errors errors, @Nullable LabelSelector selector, @Nullable PodTemplateSpec template) {
        Map<String, String> labels = labels(template);
        boolean readable = selector == null || isReadable(selector);
        if (readable && (selector == null || !Selector.of(selector).matches(labels))) {
            errors.invalid(
                    TEMPLATE.child("metadata").child("labels"),
                    labels.isEmpty() ? new FieldError.Raw("null") : labels,
                    "`selector` does not match template `labels`");
        }
    }

    private static void pods(Errors errors, @Nullable PodTemplateSpec template) {
        ObjectMeta meta = template == null ? null : template.getMetadata();
        MetadataValidation.labels(errors, TEMPLATE.child("labels"), labels(template));
        if (meta != null) {
            MetadataValidation.annotations(errors, TEMPLATE.child("annotations"), meta.getAnnotations());
        }
        PodSpec spec = template == null || template.getSpec() == null ? new PodSpec() : template.getSpec();
        PodValidation.template(errors, TEMPLATE.child("spec"), spec);
    }

    private static void always(Errors errors, @Nullable PodTemplateSpec template, String of) {
        PodSpec spec = template == null ? null : template.getSpec();
        FieldPath field = TEMPLATE.child("spec");
        if (spec != null && !"Always".equals(spec.getRestartPolicy())) {
            errors.add(FieldError.notSupported(
                    field.child("restartPolicy"), String.valueOf(spec.getRestartPolicy()), List.of("Always")));
        }
        if (spec != null && spec.getActiveDeadlineSeconds() != null) {
            errors.forbidden(
                    field.child("activeDeadlineSeconds"), "activeDeadlineSeconds in " + of + " is not Supported");
        }
    }

    /** Whether {@code LabelSelectorAsSelector} would take it. */
    private static boolean isReadable(LabelSelector selector) {
        return selector.getMatchExpressions().stream().allMatch(WorkloadValidation::isReadable);
    }

    private static boolean isReadable(LabelSelectorRequirement expression) {
        boolean valued = !expression.getValues().isEmpty();
        return switch (String.valueOf(expression.getOperator())) {
            case "In", "NotIn" -> valued;
            case "Exists", "DoesNotExist" -> !valued;
            default -> false;
        };
    }

    private static boolean isEmpty(LabelSelector selector) {
        boolean labels =
                selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty();
        return labels && selector.getMatchExpressions().isEmpty();
    }

    private static Map<String, String> labels(@Nullable PodTemplateSpec template) {
        return template == null
                        || template.getMetadata() == null
                        || template.getMetadata().getLabels() == null
                ? Map.of()
                : template.getMetadata().getLabels();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
