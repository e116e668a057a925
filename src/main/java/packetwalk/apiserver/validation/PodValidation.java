package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** What a pod must be, and the template of one; {@code ValidatePodSpec}. */
final class PodValidation {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String CHANGEABLE = "pod updates may not change fields other than"
            + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
            + "`spec.tolerations` (only additions to existing tolerations),"
            + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private PodValidation() {}

    static void pod(Errors errors, PodSpec spec) {
        spec(errors, SPEC, spec, true);
        errors.notNegative(SPEC.child("terminationGracePeriodSeconds"), spec.getTerminationGracePeriodSeconds());
    }

    static void template(Errors errors, FieldPath field, PodSpec spec) {
        spec(errors, field, spec, false);
    }

    private static void spec(Errors errors, FieldPath field, PodSpec spec, boolean pod) {
        ContainerValidation.containers(errors, field.child("containers"), spec.getContainers());
        ContainerValidation.initContainers(
                errors, field.child("initContainers"), spec.getInitContainers(), spec.getContainers());
        if (Boolean.TRUE.equals(spec.getHostNetwork())) {
            hostNetwork(errors, field.child("containers"), spec.getContainers(), pod);
        }
        errors.oneOf(field.child("restartPolicy"), spec.getRestartPolicy(), List.of("Always", "OnFailure", "Never"));
        errors.oneOf(
                field.child("dnsPolicy"),
                spec.getDnsPolicy(),
                List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"));
        MetadataValidation.labels(errors, field.child("nodeSelector"), spec.getNodeSelector());
        dns(errors, field.child("dnsConfig"), spec.getDnsConfig(), "None".equals(spec.getDnsPolicy()));
        name(errors, field.child("serviceAccountName"), spec.getServiceAccountName());
        name(errors, field.child("nodeName"), spec.getNodeName());
        Long deadline = spec.getActiveDeadlineSeconds();
        if (deadline != null && (deadline < 1 || deadline > Integer.MAX_VALUE)) {
            errors.invalid(
                    field.child("activeDeadlineSeconds"),
                    deadline,
                    "must be between 1 and " + Integer.MAX_VALUE + ", inclusive");
        }
        host(errors, field.child("hostname"), spec.getHostname());
        host(errors, field.child("subdomain"), spec.getSubdomain());
        TaintValidation.tolerations(errors, field.child("tolerations"), spec.getTolerations());
        aliases(errors, field.child("hostAliases"), spec.getHostAliases());
    }

    private static void hostNetwork(Errors errors, FieldPath field, List<Container> containers, boolean pod) {
        for (int i = 0; i < containers.size(); i++) {
            List<ContainerPort> ports = containers.get(i).getPorts();
            for (int j = 0; j < ports.size(); j++) {
                int host = number(ports.get(j).getHostPort());
                if ((pod || host != 0) && host != number(ports.get(j).getContainerPort())) {
                    errors.invalid(
                            field.index(i).child("ports").index(j).child("hostPort"),
                            host,
                            "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }

    private static void dns(Errors errors, FieldPath field, @Nullable PodDNSConfig config, boolean alone) {
        if (alone && config == null) {
            errors.add(FieldError.required(field, "must provide `dnsConfig` when `dnsPolicy` is None"));
            return;
        }
        if (config == null) {
            return;
        }
        List<String> servers = config.getNameservers();
        if (alone && servers.isEmpty()) {
            errors.add(FieldError.required(
                    field.child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None"));
            return;
        }
        if (servers.size() > 3) {
            errors.invalid(field.child("nameservers"), servers, "must not have more than 3 nameservers");
        }
        for (int i = 0; i < servers.size(); i++) {
            errors.addAll(Addresses.ip(field.child("nameservers").index(i), servers.get(i), List.of()));
        }
        List<String> searches = config.getSearches();
        if (searches.size() > 32) {
            errors.invalid(field.child("searches"), searches, "must not have more than 32 search paths");
        }
        if (String.join(" ", searches).length() > 2048) {
            errors.invalid(
                    field.child("searches"),
                    searches,
                    "must not have more than 2048 characters (including spaces) in the search list");
        }
        for (int i = 0; i < config.getOptions().size(); i++) {
            String name = config.getOptions().get(i).getName();
            if (name == null || name.isEmpty()) {
                errors.add(FieldError.required(field.child("options").index(i), "must not be empty"));
            }
        }
    }

    private static void aliases(Errors errors, FieldPath field, List<HostAlias> aliases) {
        for (int i = 0; i < aliases.size(); i++) {
            HostAlias alias = aliases.get(i);
            errors.addAll(Addresses.ip(field.index(i).child("ip"), String.valueOf(alias.getIp()), List.of()));
            for (int j = 0; j < alias.getHostnames().size(); j++) {
                String name = alias.getHostnames().get(j);
                errors.invalid(field.index(i).child("hostnames").index(j), name, Names.subdomain(name));
            }
        }
    }

    /** Nearly all of a pod is fixed: {@code ValidatePodUpdate}, whose last message goes on with the two specs. */
    static void change(Errors errors, Pod pod, Pod before) {
        PodSpec spec = pod.getSpec();
        PodSpec old = before.getSpec();
        if (spec.equals(old)) {
            return;
        }
        if (spec.getContainers().size() != old.getContainers().size()) {
            errors.forbidden(SPEC.child("containers"), "pod updates may not add or remove containers");
            return;
        }
        if (spec.getInitContainers().size() != old.getInitContainers().size()) {
            errors.forbidden(SPEC.child("initContainers"), "pod updates may not add or remove containers");
            return;
        }
        if (!old.getTolerations().stream().allMatch(each -> isKept(each, spec.getTolerations()))) {
            errors.forbidden(
                    SPEC.child("tolerations"), "existing toleration can not be modified except its tolerationSeconds");
        }
        if (!withoutChangeable(spec).equals(withoutChangeable(old))) {
            errors.forbidden(SPEC, CHANGEABLE);
        }
    }

    private static boolean isKept(Toleration old, List<Toleration> now) {
        return now.stream()
                .anyMatch(each -> old.edit()
                        .withTolerationSeconds(each.getTolerationSeconds())
                        .build()
                        .equals(each));
    }

    private static PodSpec withoutChangeable(PodSpec spec) {
        PodSpec copy = new PodSpecBuilder(spec).build();
        copy.getContainers().forEach(container -> container.setImage(""));
        copy.getInitContainers().forEach(container -> container.setImage(""));
        copy.setActiveDeadlineSeconds(null);
        copy.setTolerations(List.of());
        copy.setSchedulingGates(List.of());
        return copy;
    }

    private static void name(Errors errors, FieldPath field, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            errors.invalid(field, name, Names.subdomain(name));
        }
    }

    private static void host(Errors errors, FieldPath field, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            errors.invalid(field, name, Names.label(name));
        }
    }

    private static int number(@Nullable Integer port) {
        return port == null ? 0 : port;
    }
}
