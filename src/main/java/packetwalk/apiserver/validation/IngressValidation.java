package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;
import packetwalk.net.IpAddress;

/**
 * What an Ingress must be. Two that want the same host and path are none of the API server's business: a controller
 * decides between them.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/networking/validation/validation.go">pkg/apis/networking/validation</a>
 */
final class IngressValidation {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String CLASS = "kubernetes.io/ingress.class";
    private static final List<String> PATH_TYPES = List.of("Exact", "ImplementationSpecific", "Prefix");
    private static final List<String> FORBIDDEN_IN_PATHS = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> FORBIDDEN_ENDS = List.of("/..", "/.");
    private static final String NO_ADDRESS = "must be a DNS name, not an IP address";

    private IngressValidation() {}

    /** {@code ValidateIngressCreate} if {@code created}, else what it shares with {@code ValidateIngressUpdate}. */
    static void check(Errors errors, Ingress ingress, boolean created) {
        IngressSpec spec = ingress.getSpec();
        if (spec.getRules().isEmpty() && spec.getDefaultBackend() == null) {
            errors.invalid(SPEC, new FieldError.Raw("null"), "either `defaultBackend` or `rules` must be specified");
        }
        if (spec.getDefaultBackend() != null) {
            backend(errors, SPEC.child("defaultBackend"), spec.getDefaultBackend());
        }
        for (int i = 0; i < spec.getRules().size(); i++) {
            rule(errors, SPEC.child("rules").index(i), spec.getRules().get(i));
        }
        for (int i = 0; i < spec.getTls().size(); i++) {
            tls(errors, SPEC.child("tls").index(i), spec.getTls().get(i));
        }
        String name = spec.getIngressClassName();
        if (name != null) {
            errors.invalid(SPEC.child("ingressClassName"), name, Names.subdomain(name));
        }
        if (created) {
            sameClass(errors, ingress.getMetadata().getAnnotations(), name);
        }
    }

    private static void sameClass(Errors errors, @Nullable Map<String, String> annotations, @Nullable String name) {
        String annotation = annotations == null ? null : annotations.get(CLASS);
        if (annotation != null && name != null && !annotation.equals(name)) {
            errors.invalid(
                    FieldPath.of("annotations").child(CLASS),
                    annotation,
                    "must match `ingressClassName` when both are specified");
        }
    }

    private static void rule(Errors errors, FieldPath field, IngressRule rule) {
        String host = text(rule.getHost());
        if (!host.isEmpty()) {
            if (IpAddress.isAddress(host)) {
                errors.invalid(field.child("host"), host, NO_ADDRESS);
            }
            host(errors, field.child("host"), host);
        }
        if (rule.getHttp() == null) {
            return;
        }
        FieldPath paths = field.child("http").child("paths");
        if (rule.getHttp().getPaths().isEmpty()) {
            errors.required(paths);
        }
        for (int i = 0; i < rule.getHttp().getPaths().size(); i++) {
            path(errors, paths.index(i), rule.getHttp().getPaths().get(i));
        }
    }

    private static void host(Errors errors, FieldPath field, String host) {
        errors.invalid(field, host, host.contains("*") ? Names.wildcard(host) : Names.subdomain(host));
    }

    private static void path(Errors errors, FieldPath field, HTTPIngressPath path) {
        if (path.getPathType() == null) {
            errors.add(FieldError.required(field.child("pathType"), "pathType must be specified"));
            return;
        }
        String text = text(path.getPath());
        FieldPath at = field.child("path");
        boolean specific = path.getPathType().equals("ImplementationSpecific");
        if (!PATH_TYPES.contains(path.getPathType())) {
            errors.add(FieldError.notSupported(field.child("pathType"), path.getPathType(), PATH_TYPES));
        } else {
            if (!text.startsWith("/") && !(specific && text.isEmpty())) {
                errors.invalid(at, text, "must be an absolute path");
            }
            if (!specific) {
                forbidden(errors, at, text);
            }
        }
        backend(errors, field.child("backend"), path.getBackend());
    }

    private static void forbidden(Errors errors, FieldPath field, String path) {
        for (String sequence : FORBIDDEN_IN_PATHS) {
            if (path.contains(sequence)) {
                errors.invalid(field, path, "must not contain '" + sequence + "'");
            }
        }
        for (String end : FORBIDDEN_ENDS) {
            if (path.endsWith(end)) {
                errors.invalid(field, path, "cannot end with '" + end + "'");
            }
        }
    }

    private static void backend(Errors errors, FieldPath field, @Nullable IngressBackend backend) {
        if (backend == null || (backend.getResource() == null && backend.getService() == null)) {
            errors.invalid(field, "", "resource or service backend is required");
        } else if (backend.getService() == null) {
            resource(errors, field.child("resource"), backend.getResource());
        } else if (backend.getResource() == null) {
            service(errors, field, backend.getService());
        } else {
            errors.invalid(field, "", "cannot set both resource and service backends");
        }
    }

    private static void service(Errors errors, FieldPath field, IngressServiceBackend service) {
        FieldPath at = field.child("service");
        if (text(service.getName()).isEmpty()) {
            errors.required(at.child("name"));
        } else {
            errors.invalid(at.child("name"), service.getName(), Names.label(service.getName()));
        }
        ServiceBackendPort port = service.getPort() == null ? new ServiceBackendPort() : service.getPort();
        boolean named = !text(port.getName()).isEmpty();
        boolean numbered = port.getNumber() != null && port.getNumber() != 0;
        if (named && numbered) {
            errors.invalid(field, "", "cannot set both port name & port number");
        } else if (named) {
            errors.invalid(at.child("port").child("name"), port.getName(), Names.port(port.getName()));
        } else if (numbered) {
            errors.portNumber(at.child("port").child("number"), port.getNumber());
        } else {
            errors.add(FieldError.required(field, "port name or number is required"));
        }
    }

    private static void resource(Errors errors, FieldPath field, TypedLocalObjectReference resource) {
        if (resource.getApiGroup() != null) {
            errors.invalid(field.child("apiGroup"), resource.getApiGroup(), Names.subdomain(resource.getApiGroup()));
        }
        IngressClassValidation.segment(errors, field.child("kind"), resource.getKind());
        IngressClassValidation.segment(errors, field.child("name"), resource.getName());
    }

    private static void tls(Errors errors, FieldPath field, IngressTLS tls) {
        for (int i = 0; i < tls.getHosts().size(); i++) {
            host(errors, field.child("hosts").index(i), tls.getHosts().get(i));
        }
        String secret = text(tls.getSecretName());
        if (!secret.isEmpty()) {
            errors.invalid(field.child("secretName"), secret, Names.subdomain(secret));
        }
    }

    /** {@code ValidateIngressLoadBalancerStatus}; addresses that stood there before are not asked again. */
    static void status(Errors errors, Ingress ingress, Ingress before) {
        List<String> known = points(before).stream()
                .map(IngressLoadBalancerIngress::getIp)
                .filter(ip -> ip != null)
                .toList();
        List<IngressLoadBalancerIngress> points = points(ingress);
        for (int i = 0; i < points.size(); i++) {
            FieldPath field = FieldPath.of("status", "loadBalancer", "ingress").index(i);
            String ip = text(points.get(i).getIp());
            if (!ip.isEmpty()) {
                errors.addAll(Addresses.ip(field.child("ip"), ip, known));
            }
            String hostname = text(points.get(i).getHostname());
            if (!hostname.isEmpty()) {
                errors.invalid(field.child("hostname"), hostname, Names.subdomain(hostname));
                if (IpAddress.isAddress(hostname)) {
                    errors.invalid(field.child("hostname"), hostname, NO_ADDRESS);
                }
            }
        }
    }

    private static List<IngressLoadBalancerIngress> points(Ingress ingress) {
        return ingress.getStatus() == null || ingress.getStatus().getLoadBalancer() == null
                ? List.of()
                : ingress.getStatus().getLoadBalancer().getIngress();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
