package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDaemonSet;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** How pods are replaced: how many may be missing, how many too many. */
final class UpdateStrategyValidation {
    private static final FieldPath SPEC = FieldPath.of("spec");

    private UpdateStrategyValidation() {}

    static void deployment(Errors errors, DeploymentStrategy strategy) {
        FieldPath field = SPEC.child("strategy");
        FieldPath rolling = field.child("rollingUpdate");
        switch (strategy.getType()) {
            case "Recreate" -> {
                if (strategy.getRollingUpdate() != null) {
                    errors.forbidden(rolling, "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> {
                RollingUpdateDeployment update = strategy.getRollingUpdate();
                amount(errors, rolling.child("maxUnavailable"), update.getMaxUnavailable());
                amount(errors, rolling.child("maxSurge"), update.getMaxSurge());
                if (isZero(update.getMaxUnavailable()) && isZero(update.getMaxSurge())) {
                    errors.invalid(
                            rolling.child("maxUnavailable"),
                            update.getMaxUnavailable(),
                            "may not be 0 when `maxSurge` is 0");
                }
                notMoreThanAll(errors, rolling.child("maxUnavailable"), update.getMaxUnavailable());
            }
            default ->
                errors.add(FieldError.notSupported(
                        field,
                        new FieldError.Raw("{\"Type\":\"" + strategy.getType() + "\",\"RollingUpdate\":null}"),
                        List.of("Recreate", "RollingUpdate")));
        }
    }

    static void daemonSet(Errors errors, DaemonSetUpdateStrategy strategy) {
        FieldPath field = SPEC.child("updateStrategy");
        if ("OnDelete".equals(strategy.getType())) {
            return;
        }
        if (!"RollingUpdate".equals(strategy.getType())) {
            errors.add(FieldError.notSupported(
                    field.child("type"),
                    new FieldError.Raw("{\"Type\":\"" + strategy.getType() + "\",\"RollingUpdate\":null}"),
                    List.of("RollingUpdate", "OnDelete")));
            return;
        }
        RollingUpdateDaemonSet update = strategy.getRollingUpdate();
        FieldPath rolling = field.child("rollingUpdate");
        amount(errors, rolling.child("maxUnavailable"), update.getMaxUnavailable());
        amount(errors, rolling.child("maxSurge"), update.getMaxSurge());
        notMoreThanAll(errors, rolling.child("maxUnavailable"), update.getMaxUnavailable());
        notMoreThanAll(errors, rolling.child("maxSurge"), update.getMaxSurge());
        boolean unavailable = !isZero(update.getMaxUnavailable());
        boolean surge = !isZero(update.getMaxSurge());
        if (unavailable && surge) {
            errors.invalid(
                    rolling.child("maxSurge"), update.getMaxSurge(), "may not be set when maxUnavailable is non-zero");
        } else if (!unavailable && !surge) {
            errors.add(FieldError.required(rolling.child("maxUnavailable"), "cannot be 0 when maxSurge is 0"));
        }
    }

    static void statefulSet(Errors errors, StatefulSetUpdateStrategy strategy) {
        FieldPath field = SPEC.child("updateStrategy");
        switch (strategy.getType()) {
            case "OnDelete" -> {
                if (strategy.getRollingUpdate() != null) {
                    errors.invalid(
                            field.child("rollingUpdate"),
                            new FieldError.Raw("{}"),
                            "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> {
                if (strategy.getRollingUpdate() != null) {
                    errors.notNegative(
                            field.child("rollingUpdate").child("partition"),
                            strategy.getRollingUpdate().getPartition());
                }
            }
            default ->
                errors.invalid(
                        field,
                        new FieldError.Raw("{\"Type\":\"" + strategy.getType() + "\",\"RollingUpdate\":null}"),
                        "must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    private static void amount(Errors errors, FieldPath field, @Nullable IntOrString amount) {
        if (amount != null && amount.getStrVal() != null) {
            errors.invalid(field, amount, Names.percent(amount.getStrVal()));
        } else if (amount != null) {
            errors.notNegative(field, amount.getIntVal());
        }
    }

    private static void notMoreThanAll(Errors errors, FieldPath field, @Nullable IntOrString amount) {
        if (amount != null && isPercent(amount) && percent(amount) > 100) {
            errors.invalid(field, amount, "must not be greater than 100%");
        }
    }

    private static boolean isZero(@Nullable IntOrString amount) {
        if (amount == null) {
            return true;
        }
        return isPercent(amount) ? percent(amount) == 0 : amount.getIntVal() != null && amount.getIntVal() == 0;
    }

    private static boolean isPercent(IntOrString amount) {
        return amount.getStrVal() != null && amount.getStrVal().matches("\\d{1,9}%");
    }

    private static int percent(IntOrString amount) {
        return Integer.parseInt(amount.getStrVal().replace("%", ""));
    }
}
