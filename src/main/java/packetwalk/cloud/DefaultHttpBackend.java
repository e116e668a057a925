package packetwalk.cloud;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;
import packetwalk.apiserver.ApiServer;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.HttpServer;
import packetwalk.program.Server;

/**
 * Who answers what no rule of an Ingress means: the Deployment {@code l7-default-backend} behind the Service {@code
 * default-http-backend}, as GKE installs it. Here it comes with the first Ingress that needs it.
 */
final class DefaultHttpBackend {
    private static final String NAMESPACE = "kube-system";
    private static final String SERVICE = "default-http-backend";
    private static final String DEPLOYMENT = "l7-default-backend";
    private static final String IMAGE = "registry.k8s.io/ingress-gce-404-server-with-metrics";
    private static final int PORT = 8080;
    private static final Map<String, String> LABELS = Map.of("k8s-app", "glbc");

    private final ApiServer api;

    DefaultHttpBackend(ApiServer api) {
        this.api = api;
    }

    static Optional<Server> program(Container container) {
        boolean own = container.getImage() != null && container.getImage().startsWith(IMAGE + ":");
        return own ? Optional.of(new HttpServer(PORT, (request, client) -> answer(request))) : Optional.empty();
    }

    private static HttpResponse answer(HttpRequest request) {
        return request.path().equals("/healthz")
                ? HttpResponse.text(200, "ok")
                : HttpResponse.text(404, "response 404 (backend NotFound), service rules for the path non-existent \n");
    }

    /** Makes its Service and its Deployment, unless they are there. */
    void install() {
        if (api.find(Service.class, NAMESPACE, SERVICE).isEmpty()) {
            api.create(service());
        }
        if (api.find(Deployment.class, NAMESPACE, DEPLOYMENT).isEmpty()) {
            api.create(deployment());
        }
    }

    private static Service service() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(SERVICE)
                .withNamespace(NAMESPACE)
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withType("NodePort")
                .withSelector(LABELS)
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withNewTargetPort(PORT)
                .endPort()
                .endSpec()
                .build();
    }

    private static Deployment deployment() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(DEPLOYMENT)
                .withNamespace(NAMESPACE)
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .withMatchLabels(LABELS)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("default-http-backend")
                .withImage(IMAGE + ":v1.23.1")
                .addNewPort()
                .withContainerPort(PORT)
                .endPort()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/healthz")
                .withNewPort(PORT)
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
