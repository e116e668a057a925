package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** What a Service must be; {@code validateService}. */
final class ServiceValidation {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath PORTS = SPEC.child("ports");
    private static final int AFFINITY_MOST = 86_400;
    private static final String SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
    private static final String MODE = "service.kubernetes.io/topology-mode";
    private static final String BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'";

    private ServiceValidation() {}

    static void check(Errors errors, Service service, Optional<Service> before) {
        ServiceSpec spec = service.getSpec();
        topology(errors, service.getMetadata());
        type(errors, spec);
        ports(errors, spec);
        MetadataValidation.labels(errors, SPEC.child("selector"), spec.getSelector());
        affinity(errors, spec);
        errors.addAll(ClusterIpValidation.of(service, before));
        externalIps(
                errors, spec, before.map(old -> old.getSpec().getExternalIPs()).orElse(List.of()));
        errors.oneOf(
                SPEC.child("type"), spec.getType(), List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"));
        nodePorts(errors, spec);
        samePorts(errors, spec);
        sourceRanges(errors, service, before);
        balancer(errors, spec);
        ServicePolicyValidation.check(errors, service);
    }

    private static void topology(Errors errors, ObjectMeta meta) {
        String hints =
                meta.getAnnotations() == null ? null : meta.getAnnotations().get(HINTS);
        String mode =
                meta.getAnnotations() == null ? null : meta.getAnnotations().get(MODE);
        if (hints != null && mode != null && !hints.equals(mode)) {
            errors.invalid(
                    FieldPath.of("metadata", "annotations").key(MODE),
                    mode,
                    "must match annotations[" + HINTS + "] when both are specified");
        }
    }

    private static void type(Errors errors, ServiceSpec spec) {
        boolean headless = spec.getClusterIPs().equals(List.of("None"));
        String type = spec.getType() == null ? "" : spec.getType();
        if (spec.getPorts().isEmpty() && !headless && !type.equals("ExternalName")) {
            errors.required(PORTS);
        }
        switch (type) {
            case "LoadBalancer", "NodePort" -> {
                if (headless) {
                    errors.invalid(
                            SPEC.child("clusterIPs").index(0),
                            "None",
                            "may not be set to 'None' for " + type + " services");
                }
            }
            case "ExternalName" -> externalName(errors, spec);
            default -> {}
        }
    }

    private static void externalName(Errors errors, ServiceSpec spec) {
        String not = "may not be set for ExternalName services";
        if (!spec.getClusterIPs().isEmpty()) {
            errors.forbidden(SPEC.child("clusterIPs"), not);
        }
        if (!spec.getIpFamilies().isEmpty()) {
            errors.forbidden(SPEC.child("ipFamilies"), not);
        }
        if (spec.getIpFamilyPolicy() != null) {
            errors.forbidden(SPEC.child("ipFamilyPolicy"), not);
        }
        String name = spec.getExternalName() == null ? "" : spec.getExternalName();
        String canonical = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (canonical.isEmpty()) {
            errors.required(SPEC.child("externalName"));
        } else {
            errors.invalid(SPEC.child("externalName"), canonical, Names.subdomain(canonical));
        }
    }

    private static void ports(Errors errors, ServiceSpec spec) {
        Set<String> names = new LinkedHashSet<>();
        boolean several = spec.getPorts().size() > 1;
        for (int i = 0; i < spec.getPorts().size(); i++) {
            ServicePort port = spec.getPorts().get(i);
            FieldPath field = PORTS.index(i);
            String name = port.getName() == null ? "" : port.getName();
            if (name.isEmpty()) {
                if (several) {
                    errors.required(field.child("name"));
                }
            } else {
                errors.invalid(field.child("name"), name, Names.label(name));
                if (!names.add(name)) {
                    errors.add(FieldError.duplicate(field.child("name"), name));
                }
            }
            errors.portNumber(field.child("port"), port.getPort());
            errors.oneOf(field.child("protocol"), port.getProtocol(), List.of("SCTP", "TCP", "UDP"));
            PortValidation.numberOrName(errors, field.child("targetPort"), port.getTargetPort());
            if (port.getAppProtocol() != null) {
                errors.invalid(field.child("appProtocol"), port.getAppProtocol(), Names.key(port.getAppProtocol()));
            }
        }
    }

    private static void affinity(Errors errors, ServiceSpec spec) {
        errors.oneOf(SPEC.child("sessionAffinity"), spec.getSessionAffinity(), List.of("ClientIP", "None"));
        FieldPath field = SPEC.child("sessionAffinityConfig");
        SessionAffinityConfig config = spec.getSessionAffinityConfig();
        if ("ClientIP".equals(spec.getSessionAffinity())) {
            Integer timeout = config == null || config.getClientIP() == null
                    ? null
                    : config.getClientIP().getTimeoutSeconds();
            FieldPath path = field.child("clientIP").child("timeoutSeconds");
            if (timeout == null) {
                errors.add(FieldError.required(path, "when session affinity type is ClientIP"));
            } else if (timeout <= 0 || timeout > AFFINITY_MOST) {
                errors.invalid(path, timeout, "must be greater than 0 and less than " + AFFINITY_MOST);
            }
        } else if ("None".equals(spec.getSessionAffinity()) && config != null) {
            errors.forbidden(field, "must not be set when session affinity is None");
        }
    }

    private static void externalIps(Errors errors, ServiceSpec spec, List<String> before) {
        for (int i = 0; i < spec.getExternalIPs().size(); i++) {
            String ip = spec.getExternalIPs().get(i);
            FieldPath field = SPEC.child("externalIPs").index(i);
            List<FieldError> wrong = Addresses.ip(field, ip, before);
            errors.addAll(wrong.isEmpty() ? Addresses.endpoint(field, ip) : wrong);
        }
    }

    private static void nodePorts(Errors errors, ServiceSpec spec) {
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < spec.getPorts().size(); i++) {
            if ("ClusterIP".equals(spec.getType()) && nodePort(spec.getPorts().get(i)) != 0) {
                errors.forbidden(PORTS.index(i).child("nodePort"), "may not be used when `type` is 'ClusterIP'");
            }
        }
        for (int i = 0; i < spec.getPorts().size(); i++) {
            ServicePort port = spec.getPorts().get(i);
            if (nodePort(port) != 0 && !seen.add(port.getProtocol() + "/" + nodePort(port))) {
                errors.add(FieldError.duplicate(PORTS.index(i).child("nodePort"), nodePort(port)));
            }
        }
    }

    private static void samePorts(Errors errors, ServiceSpec spec) {
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < spec.getPorts().size(); i++) {
            ServicePort port = spec.getPorts().get(i);
            if (!seen.add(port.getProtocol() + "/" + port.getPort())) {
                // The server prints its own type here, whose fields have no JSON names
                String value = ("{\"Name\":\"\",\"Protocol\":\"%s\",\"AppProtocol\":null,\"Port\":%d,\"TargetPort\":0,"
                                + "\"NodePort\":0}")
                        .formatted(port.getProtocol(), port.getPort());
                errors.add(FieldError.duplicate(PORTS.index(i), new FieldError.Raw(value)));
            }
        }
    }

    private static void sourceRanges(Errors errors, Service service, Optional<Service> before) {
        List<String> ranges = service.getSpec().getLoadBalancerSourceRanges();
        // Spelled with a capital letter: so does the server
        FieldPath field = SPEC.child("LoadBalancerSourceRanges");
        boolean balanced = "LoadBalancer".equals(service.getSpec().getType());
        if (!ranges.isEmpty()) {
            if (!balanced) {
                errors.forbidden(field, BALANCER_ONLY);
            }
            List<String> known = before.map(old -> old.getSpec().getLoadBalancerSourceRanges())
                    .orElse(List.of());
            List<String> stripped = known.stream().map(String::strip).toList();
            for (int i = 0; i < ranges.size(); i++) {
                errors.addAll(Addresses.cidr(field.index(i), ranges.get(i).strip(), stripped));
            }
            return;
        }
        String annotation = annotation(service);
        if (annotation != null) {
            FieldPath path = FieldPath.of("metadata", "annotations").key(SOURCE_RANGES);
            if (!balanced) {
                errors.forbidden(path, BALANCER_ONLY);
            }
            boolean changed =
                    !annotation.equals(before.map(ServiceValidation::annotation).orElse(null));
            if (changed && !annotation.isBlank()) {
                for (String range : annotation.strip().split(",", -1)) {
                    errors.addAll(Addresses.cidr(path, range.strip(), List.of()));
                }
            }
        }
    }

    private static @Nullable String annotation(Service service) {
        return service.getMetadata().getAnnotations() == null
                ? null
                : service.getMetadata().getAnnotations().get(SOURCE_RANGES);
    }

    private static void balancer(Errors errors, ServiceSpec spec) {
        boolean balanced = "LoadBalancer".equals(spec.getType());
        if (spec.getAllocateLoadBalancerNodePorts() != null && !balanced) {
            errors.forbidden(SPEC.child("allocateLoadBalancerNodePorts"), BALANCER_ONLY);
        }
        if (balanced && spec.getAllocateLoadBalancerNodePorts() == null) {
            errors.required(FieldPath.of("allocateLoadBalancerNodePorts"));
        }
        if (spec.getLoadBalancerClass() != null) {
            FieldPath field = SPEC.child("loadBalancerClass");
            if (balanced) {
                errors.invalid(field, spec.getLoadBalancerClass(), Names.key(spec.getLoadBalancerClass()));
            } else {
                errors.forbidden(field, BALANCER_ONLY);
            }
        }
    }

    private static int nodePort(ServicePort port) {
        return port.getNodePort() == null ? 0 : port.getNodePort();
    }
}
