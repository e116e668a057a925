package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassParametersReference;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import packetwalk.apiserver.ApiServer;

/** {@code kubectl describe ingress}, with what stands behind its backends; ingress classes, Secrets and ConfigMaps. */
final class DescribeIngress {

    private DescribeIngress() {}

    static void write(Description text, Ingress ingress, ApiServer api) {
        text.line(0, "Name:\t" + ingress.getMetadata().getName());
        text.labels(0, "Labels", ingress.getMetadata().getLabels());
        text.line(0, "Namespace:\t" + ingress.getMetadata().getNamespace());
        text.line(0, "Address:\t" + IngressRows.address(ingress));
        String name = ingress.getSpec().getIngressClassName();
        text.line(0, "Ingress Class:\t" + (name == null ? Text.NONE : name));
        IngressBackend otherwise = ingress.getSpec().getDefaultBackend();
        String backend = otherwise == null ? "<default>" : backend(api, ingress, otherwise);
        text.line(0, "Default backend:\t" + backend);
        if (!ingress.getSpec().getTls().isEmpty()) {
            text.line(0, "TLS:");
            ingress.getSpec().getTls().forEach(tls -> text.line(1, tls(tls)));
        }
        text.line(0, "Rules:").line(1, "Host\tPath\tBackends").line(1, "----\t----\t--------");
        boolean any = false;
        for (IngressRule rule : ingress.getSpec().getRules()) {
            if (rule.getHttp() != null) {
                any = true;
                String host = rule.getHost() == null ? "" : rule.getHost();
                text.line(1, (host.isEmpty() ? "*" : host) + "\t");
                rule.getHttp().getPaths().forEach(path -> text.line(2, path(api, ingress, path)));
            }
        }
        if (!any) {
            text.line(1, "*\t*\t" + backend);
        }
        text.annotations(0, ingress.getMetadata().getAnnotations());
    }

    private static String tls(IngressTLS tls) {
        String hosts = String.join(",", tls.getHosts());
        String secret = tls.getSecretName();
        return secret == null || secret.isEmpty() ? "SNI routes " + hosts : secret + " terminates " + hosts;
    }

    private static String path(ApiServer api, Ingress ingress, HTTPIngressPath path) {
        String text = path.getPath() == null ? "" : path.getPath();
        return "\t" + text + " \t" + backend(api, ingress, path.getBackend());
    }

    private static String backend(ApiServer api, Ingress ingress, IngressBackend backend) {
        IngressServiceBackend service = backend.getService();
        if (service == null) {
            return resource(backend.getResource());
        }
        ServiceBackendPort port = service.getPort();
        String shown = service.getName() + ":" + (isNumber(port) ? port.getNumber() : port.getName());
        String namespace = ingress.getMetadata().getNamespace();
        Optional<Service> found = api.find(Service.class, namespace, service.getName());
        return found.map(each -> shown + " ("
                        + EndpointText.firstThree(EndpointText.slices(api, each), portName(each, port)) + ")")
                .orElseGet(() -> shown + " (<error: services \"" + service.getName() + "\" not found>)");
    }

    private static String resource(@Nullable TypedLocalObjectReference resource) {
        if (resource == null) {
            return "";
        }
        String group = resource.getApiGroup() == null ? Text.NONE : resource.getApiGroup();
        return "APIGroup: " + group + ", Kind: " + resource.getKind() + ", Name: " + resource.getName();
    }

    private static boolean isNumber(ServiceBackendPort port) {
        return Text.number(port.getNumber()) != 0;
    }

    /** What the Service calls that port; a port that it does not have counts as one without a name. */
    private static String portName(Service service, ServiceBackendPort wanted) {
        String name = "";
        for (ServicePort port : service.getSpec().getPorts()) {
            String own = port.getName() == null ? "" : port.getName();
            boolean meant = isNumber(wanted) ? wanted.getNumber().equals(port.getPort()) : own.equals(wanted.getName());
            name = meant ? own : name;
        }
        return name;
    }

    static void ingressClass(Description text, IngressClass ingressClass) {
        text.identity(ingressClass);
        text.line(0, "Controller:\t" + ingressClass.getSpec().getController());
        IngressClassParametersReference parameters = ingressClass.getSpec().getParameters();
        if (parameters != null) {
            text.line(0, "Parameters:");
            if (parameters.getApiGroup() != null) {
                text.line(1, "APIGroup:\t" + parameters.getApiGroup());
            }
            text.line(1, "Kind:\t" + parameters.getKind());
            text.line(1, "Name:\t" + parameters.getName());
        }
    }

    /** How much there is, and never what. */
    static void secret(Description text, Secret secret) {
        text.identity(secret);
        text.line(0, "").line(0, "Type:\t" + secret.getType());
        text.line(0, "").line(0, "Data").line(0, "====");
        sorted(secret.getData()).forEach((key, value) -> text.line(0, key + ":\t" + bytes(value) + " bytes"));
    }

    static void configMap(Description text, ConfigMap map) {
        text.identity(map);
        text.line(0, "").line(0, "Data").line(0, "====");
        sorted(map.getData()).forEach((key, value) -> {
            text.line(0, key + ":").line(0, "----");
            for (String line : value.split("\n", -1)) {
                text.line(0, line);
            }
            text.line(0, "");
        });
        text.line(0, "").line(0, "BinaryData").line(0, "====");
        sorted(map.getBinaryData()).forEach((key, value) -> text.line(0, key + ": " + bytes(value) + " bytes"));
        text.line(0, "");
    }

    private static int bytes(String base64) {
        return Base64.getMimeDecoder().decode(base64).length;
    }

    private static Map<String, String> sorted(@Nullable Map<String, String> data) {
        return new TreeMap<>(data == null ? Map.of() : data);
    }
}
