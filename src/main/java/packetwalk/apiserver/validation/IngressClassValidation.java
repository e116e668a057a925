package packetwalk.apiserver.validation;

import io.fabric8.kubernetes.api.model.networking.v1.IngressClassParametersReference;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.api.FieldError;
import packetwalk.api.FieldPath;

/** What an IngressClass must be; {@code validateIngressClassSpec}. */
final class IngressClassValidation {
    private static final FieldPath CONTROLLER = FieldPath.of("spec", "controller");
    private static final FieldPath PARAMETERS = FieldPath.of("spec", "parameters");
    private static final int LONGEST_CONTROLLER = 250;
    private static final List<String> SCOPES = List.of("Cluster", "Namespace");

    private IngressClassValidation() {}

    static void check(Errors errors, IngressClassSpec spec) {
        String controller = spec.getController() == null ? "" : spec.getController();
        if (controller.getBytes(StandardCharsets.UTF_8).length > LONGEST_CONTROLLER) {
            errors.add(FieldError.tooLong(CONTROLLER, LONGEST_CONTROLLER));
        }
        controller(errors, controller);
        if (spec.getParameters() != null) {
            parameters(errors, spec.getParameters());
        }
    }

    /** {@code IsDomainPrefixedPath}. */
    private static void controller(Errors errors, String controller) {
        int slash = controller.indexOf('/');
        if (controller.isEmpty()) {
            errors.required(CONTROLLER);
        } else if (slash < 1 || slash == controller.length() - 1) {
            errors.invalid(CONTROLLER, controller, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        } else {
            String domain = controller.substring(0, slash);
            String path = controller.substring(slash + 1);
            errors.invalid(CONTROLLER, domain, Names.subdomain(domain));
            errors.invalid(CONTROLLER, path, Names.httpPath(path));
        }
    }

    private static void parameters(Errors errors, IngressClassParametersReference parameters) {
        if (parameters.getApiGroup() != null) {
            String group = parameters.getApiGroup();
            errors.invalid(PARAMETERS.child("apiGroup"), group, Names.subdomain(group));
        }
        segment(errors, PARAMETERS.child("kind"), parameters.getKind());
        segment(errors, PARAMETERS.child("name"), parameters.getName());
        FieldPath field = PARAMETERS.child("namespace");
        String namespace = parameters.getNamespace();
        if (!SCOPES.contains(parameters.getScope())) {
            errors.add(FieldError.notSupported(PARAMETERS.child("scope"), parameters.getScope(), SCOPES));
        } else if (parameters.getScope().equals("Cluster")) {
            if (namespace != null) {
                errors.forbidden(field, "`parameters.scope` is set to 'Cluster'");
            }
        } else if (namespace == null) {
            errors.add(FieldError.required(field, "`parameters.scope` is set to 'Namespace'"));
        } else {
            errors.invalid(field, namespace, Names.label(namespace));
        }
    }

    /** A kind or a name of anything at all: it must be there, and fit into a URL. */
    static void segment(Errors errors, FieldPath field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            errors.required(field);
        } else {
            errors.invalid(field, value, Names.pathSegment(value));
        }
    }
}
