package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassParametersReference;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code kubectl get ingresses}, and what Ingresses name: classes, Secrets, ConfigMaps. */
final class IngressRows {
    private static final int MOST_HOSTS = 3;
    private static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";

    static final Table<Ingress> INGRESSES =
            new Table<>(List.of("NAME", "CLASS", "HOSTS", "ADDRESS", "PORTS", "AGE"), List.of(), IngressRows::ingress);

    static final Table<IngressClass> CLASSES =
            new Table<>(List.of("NAME", "CONTROLLER", "PARAMETERS", "AGE"), List.of(), IngressRows::ingressClass);

    static final Table<Secret> SECRETS =
            new Table<>(List.of("NAME", "TYPE", "DATA", "AGE"), List.of(), IngressRows::secret);

    static final Table<ConfigMap> CONFIG_MAPS =
            new Table<>(List.of("NAME", "DATA", "AGE"), List.of(), IngressRows::configMap);

    private IngressRows() {}

    private static List<String> ingress(Ingress ingress, Instant now) {
        String name = ingress.getSpec().getIngressClassName();
        return List.of(
                ingress.getMetadata().getName(),
                name == null ? Text.NONE : name,
                hosts(ingress.getSpec().getRules()),
                address(ingress),
                ingress.getSpec().getTls().isEmpty() ? "80" : "80, 443",
                Text.age(ingress, now));
    }

    /** {@code formatHosts}: rules without a host are counted among those left out, but not shown. */
    private static String hosts(List<IngressRule> rules) {
        List<String> hosts = rules.stream()
                .map(IngressRule::getHost)
                .filter(host -> host != null && !host.isEmpty())
                .toList();
        if (hosts.isEmpty()) {
            return "*";
        }
        String list = hosts.stream().limit(MOST_HOSTS).collect(Collectors.joining(","));
        boolean more = hosts.size() > MOST_HOSTS || (hosts.size() == MOST_HOSTS && !isLast(rules, hosts));
        return more ? "%s + %d more...".formatted(list, rules.size() - MOST_HOSTS) : list;
    }

    /** Whether no rule comes behind the last host. */
    private static boolean isLast(List<IngressRule> rules, List<String> hosts) {
        return hosts.get(hosts.size() - 1).equals(rules.get(rules.size() - 1).getHost());
    }

    /** Where its balancer is to be found: addresses and names; nothing before some controller has written it. */
    static String address(Ingress ingress) {
        if (ingress.getStatus() == null || ingress.getStatus().getLoadBalancer() == null) {
            return "";
        }
        return ingress.getStatus().getLoadBalancer().getIngress().stream()
                .map(IngressRows::point)
                .filter(point -> !point.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String point(IngressLoadBalancerIngress point) {
        return isSet(point.getIp()) ? point.getIp() : isSet(point.getHostname()) ? point.getHostname() : "";
    }

    private static List<String> ingressClass(IngressClass each, Instant now) {
        Map<String, String> annotations = each.getMetadata().getAnnotations();
        boolean isDefault = annotations != null && "true".equals(annotations.get(IS_DEFAULT));
        return List.of(
                each.getMetadata().getName() + (isDefault ? " (default)" : ""),
                each.getSpec().getController(),
                parameters(each.getSpec().getParameters()),
                Text.age(each, now));
    }

    private static String parameters(@Nullable IngressClassParametersReference parameters) {
        if (parameters == null) {
            return Text.NONE;
        }
        String group = parameters.getApiGroup() == null ? "" : "." + parameters.getApiGroup();
        return parameters.getKind() + group + "/" + parameters.getName();
    }

    private static List<String> secret(Secret secret, Instant now) {
        return List.of(
                secret.getMetadata().getName(), secret.getType(), "" + size(secret.getData()), Text.age(secret, now));
    }

    private static List<String> configMap(ConfigMap map, Instant now) {
        return List.of(
                map.getMetadata().getName(),
                "" + (size(map.getData()) + size(map.getBinaryData())),
                Text.age(map, now));
    }

    private static int size(@Nullable Map<String, String> data) {
        return data == null ? 0 : data.size();
    }

    private static boolean isSet(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
