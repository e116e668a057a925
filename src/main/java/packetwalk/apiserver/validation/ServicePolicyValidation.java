package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.net.IpAddress;

/** A Service's traffic policies, and what of a Service must not change. */
final class ServicePolicyValidation {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String ONCE = "may not change once set";

    private ServicePolicyValidation() {}

    static void check(Errors errors, Service service) {
        ServiceSpec spec = service.getSpec();
        FieldPath external = SPEC.child("externalTrafficPolicy");
        if (isExternal(spec)) {
            errors.oneOf(external, spec.getExternalTrafficPolicy(), List.of("Cluster", "Local"));
        } else if (!isEmpty(spec.getExternalTrafficPolicy())) {
            errors.invalid(
                    external, spec.getExternalTrafficPolicy(), "may only be set for externally-accessible services");
        }
        healthCheck(errors, spec);
        if (spec.getInternalTrafficPolicy() != null || !"ExternalName".equals(spec.getType())) {
            errors.oneOf(
                    SPEC.child("internalTrafficPolicy"), spec.getInternalTrafficPolicy(), List.of("Cluster", "Local"));
        }
        if (spec.getTrafficDistribution() != null) {
            List<String> supported = List.of("PreferClose", "PreferSameZone", "PreferSameNode");
            if (!supported.contains(spec.getTrafficDistribution())) {
                errors.add(FieldError.notSupported(
                        SPEC.child("trafficDistribution"), spec.getTrafficDistribution(), supported));
            }
        }
    }

    private static void healthCheck(Errors errors, ServiceSpec spec) {
        FieldPath field = SPEC.child("healthCheckNodePort");
        int port = spec.getHealthCheckNodePort() == null ? 0 : spec.getHealthCheckNodePort();
        if (!needsHealthCheck(spec)) {
            if (port != 0) {
                errors.invalid(
                        field,
                        port,
                        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
            }
        } else if (port == 0) {
            errors.required(field);
        } else {
            errors.portNumber(field, port);
        }
    }

    /** What must stay: {@code ValidateServiceUpdate}. */
    static void checkChange(Errors errors, Service service, Service before) {
        ServiceSpec spec = service.getSpec();
        ServiceSpec old = before.getSpec();
        FamilyChangeValidation.check(errors, spec, old);
        boolean balanced = "LoadBalancer".equals(spec.getType()) && "LoadBalancer".equals(old.getType());
        if (balanced && !Objects.equals(spec.getLoadBalancerClass(), old.getLoadBalancerClass())) {
            errors.invalid(
                    SPEC.child("loadBalancerClass"),
                    spec.getLoadBalancerClass() == null ? new FieldError.Raw("null") : spec.getLoadBalancerClass(),
                    ONCE);
        }
        if (needsHealthCheck(old)
                && needsHealthCheck(spec)
                && !Objects.equals(spec.getHealthCheckNodePort(), old.getHealthCheckNodePort())) {
            errors.forbidden(SPEC.child("healthCheckNodePort"), "field is immutable");
        }
    }

    /** What a load balancer's controller may write; {@code ValidateLoadBalancerStatus}. */
    static void checkStatus(Errors errors, Service service) {
        FieldPath field = FieldPath.of("status", "loadBalancer", "ingress");
        if (service.getStatus() == null || service.getStatus().getLoadBalancer() == null) {
            return;
        }
        List<LoadBalancerIngress> all = service.getStatus().getLoadBalancer().getIngress();
        if (!all.isEmpty() && !"LoadBalancer".equals(service.getSpec().getType())) {
            errors.forbidden(field, "may only be used when `spec.type` is 'LoadBalancer'");
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            ingress(errors, field.index(i), all.get(i));
        }
    }

    private static void ingress(Errors errors, FieldPath field, LoadBalancerIngress ingress) {
        boolean hasIp = !isEmpty(ingress.getIp());
        if (hasIp) {
            errors.addAll(Addresses.ip(field.child("ip"), ingress.getIp(), List.of()));
        }
        FieldPath mode = field.child("ipMode");
        if (ingress.getIpMode() == null) {
            if (hasIp) {
                errors.add(FieldError.required(mode, "must be specified when `ip` is set"));
            }
        } else if (!hasIp) {
            errors.forbidden(mode, "may not be specified when `ip` is not set");
        } else {
            errors.oneOf(mode, ingress.getIpMode(), List.of("Proxy", "VIP"));
        }
        if (!isEmpty(ingress.getHostname())) {
            FieldPath host = field.child("hostname");
            errors.invalid(host, ingress.getHostname(), Names.subdomain(ingress.getHostname()));
            if (IpAddress.isAddress(ingress.getHostname())) {
                errors.invalid(host, ingress.getHostname(), "must be a DNS name, not an IP address");
            }
        }
    }

    private static boolean isExternal(ServiceSpec spec) {
        String type = spec.getType() == null ? "" : spec.getType();
        return type.equals("NodePort")
                || type.equals("LoadBalancer")
                || (type.equals("ClusterIP") && !spec.getExternalIPs().isEmpty());
    }

    private static boolean needsHealthCheck(ServiceSpec spec) {
        return "LoadBalancer".equals(spec.getType()) && "Local".equals(spec.getExternalTrafficPolicy());
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
