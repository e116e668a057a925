package packetwalk;

import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackendBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * An Ingress being described, in the words of its {@code .spec}. It is checked as a manifest is: by the API server, when the
 * network is built. Without a controller that takes it for its own it does nothing.
 */
public final class IngressScope extends ClusterScope {

    private final IngressBuilder ingress;

    IngressScope(Blueprint blueprint, String name) {
        super(blueprint);
        this.ingress = new IngressBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .endSpec();
        blueprint.objects.add(ingress::build);
    }

    private IngressScope with(Ingress changed) {
        ingress.withMetadata(changed.getMetadata()).withSpec(changed.getSpec());
        return this;
    }

    /** The namespace that it is in, and all that it names; {@code default} unless said otherwise. */
    public IngressScope namespace(String namespace) {
        return with(
                ingress.editMetadata().withNamespace(namespace).endMetadata().build());
    }

    /** An annotation, such as {@code kubernetes.io/ingress.class} with {@code gce}. */
    public IngressScope annotation(String key, String value) {
        return with(ingress.editMetadata()
                .addToAnnotations(key, value)
                .endMetadata()
                .build());
    }

    /** {@code spec.ingressClassName}: the IngressClass whose controller it is for. */
    public IngressScope className(String name) {
        return with(ingress.editSpec().withIngressClassName(name).endSpec().build());
    }

    /** Opens a rule for a host, {@code testhost.com} or {@code *.testhost.com}; the paths that follow are its own. */
    public IngressScope host(String host) {
        return with(ingress.editSpec()
                .addToRules(new IngressRuleBuilder().withHost(host).build())
                .endSpec()
                .build());
    }

    /**
     * A path of the host that was named last; before any host is named, of every host.
     *
     * @param type {@code Exact}, {@code Prefix} or {@code ImplementationSpecific}
     * @param path such as {@code /api}
     * @param service the name of a Service in the same namespace
     * @param port a port of the Service, not of its pods
     */
    public IngressScope path(String type, String path, String service, int port) {
        return path(type, path, backend(service, "", port));
    }

    /** {@link #path(String, String, String, int)} with the Service's name for the port. */
    public IngressScope path(String type, String path, String service, String portName) {
        return path(type, path, backend(service, portName, 0));
    }

    private IngressScope path(String type, String path, IngressBackend backend) {
        HTTPIngressPath added = new HTTPIngressPathBuilder()
                .withPathType(type)
                .withPath(path)
                .withBackend(backend)
                .build();
        List<IngressRule> rules = new ArrayList<>(ingress.buildSpec().getRules());
        IngressRule last = rules.isEmpty() ? new IngressRule() : rules.remove(rules.size() - 1);
        rules.add(new IngressRuleBuilder(last)
                .editOrNewHttp()
                .addToPaths(added)
                .endHttp()
                .build());
        return with(ingress.editSpec().withRules(rules).endSpec().build());
    }

    /** Where a request goes that no rule means. */
    public IngressScope defaultBackend(String service, int port) {
        return with(ingress.editSpec()
                .withDefaultBackend(backend(service, "", port))
                .endSpec()
                .build());
    }

    /** A certificate, by the Secret that it is in, for these hosts; without hosts it is for all that it names itself. */
    public IngressScope tls(String secret, String... hosts) {
        return with(ingress.editSpec()
                .addNewTl()
                .withSecretName(secret)
                .withHosts(hosts)
                .endTl()
                .endSpec()
                .build());
    }

    private static IngressBackend backend(String service, String portName, int port) {
        return new IngressBackendBuilder()
                .withNewService()
                .withName(service)
                .withNewPort(portName.isEmpty() ? null : portName, portName.isEmpty() ? port : null)
                .endService()
                .build();
    }
}
