package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container's environment, with what kubectl knows of the values. */
final class DescribeEnvironment {

    private DescribeEnvironment() {}

    static void write(Description text, Container container, Optional<Pod> pod) {
        if (!container.getEnvFrom().isEmpty()) {
            text.line(2, "Environment Variables from:");
            container.getEnvFrom().forEach(each -> from(text, each));
        }
        List<EnvVar> variables = container.getEnv();
        text.line(2, "Environment:" + (variables.isEmpty() ? "\t" + Text.NONE : ""));
        for (EnvVar variable : variables) {
            if (variable.getValueFrom() != null) {
                text.line(3, variable.getName() + ":\t" + source(variable.getValueFrom(), container, pod));
                continue;
            }
            String first = variable.getName() + ":";
            for (String line : Text.orEmpty(variable.getValue()).split("\n", -1)) {
                text.line(3, first + "\t" + line);
                first = "";
            }
        }
    }

    private static void from(Description text, EnvFromSource source) {
        boolean map = source.getConfigMapRef() != null;
        String name =
                map ? source.getConfigMapRef().getName() : source.getSecretRef().getName();
        Boolean optional = map
                ? source.getConfigMapRef().getOptional()
                : source.getSecretRef().getOptional();
        String prefix = Text.orEmpty(source.getPrefix());
        text.line(
                3,
                name + "\t" + (map ? "ConfigMap" : "Secret")
                        + (prefix.isEmpty() ? "" : " with prefix '" + prefix + "'")
                        + "\tOptional: " + Boolean.TRUE.equals(optional));
    }

    private static String source(EnvVarSource source, Container container, Optional<Pod> pod) {
        if (source.getFieldRef() != null) {
            String path = source.getFieldRef().getFieldPath();
            return pod.map(each -> field(each, path)).orElse("") + " ("
                    + source.getFieldRef().getApiVersion() + ":" + path + ")";
        }
        if (source.getResourceFieldRef() != null) {
            return resource(source.getResourceFieldRef(), container);
        }
        if (source.getSecretKeyRef() != null) {
            return "<set to the key '%s' in secret '%s'>\tOptional: %s"
                    .formatted(
                            source.getSecretKeyRef().getKey(),
                            source.getSecretKeyRef().getName(),
                            Boolean.TRUE.equals(source.getSecretKeyRef().getOptional()));
        }
        return "<set to the key '%s' of config map '%s'>\tOptional: %s"
                .formatted(
                        source.getConfigMapKeyRef().getKey(),
                        source.getConfigMapKeyRef().getName(),
                        Boolean.TRUE.equals(source.getConfigMapKeyRef().getOptional()));
    }

    /** Only these two are known to kubectl, which asks a table of field selectors. */
    private static String field(Pod pod, String path) {
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            default -> "";
        };
    }

    /** {@code ExtractContainerResourceValue()}: so many times the divisor, rounded up. */
    private static String resource(ResourceFieldSelector selector, Container container) {
        String resource = selector.getResource();
        String name = resource.substring(resource.indexOf('.') + 1);
        Map<String, Quantity> amounts = container.getResources() == null
                ? null
                : resource.startsWith("limits.")
                        ? container.getResources().getLimits()
                        : container.getResources().getRequests();
        BigDecimal value = value(amounts == null ? null : amounts.get(name));
        BigDecimal divisor = value(selector.getDivisor());
        BigDecimal times = value.divide(divisor.signum() == 0 ? BigDecimal.ONE : divisor, 0, RoundingMode.CEILING);
        boolean unlimited =
                times.signum() == 0 && List.of("limits.cpu", "limits.memory").contains(resource);
        return (unlimited ? "node allocatable" : times.toPlainString()) + " (" + resource + ")";
    }

    private static BigDecimal value(@Nullable Quantity quantity) {
        return quantity == null ? BigDecimal.ZERO : Amount.of(quantity).value();
    }
}
