package packetwalk.ingress.nginx;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.apiserver.ApiServer;
import packetwalk.ingress.Claim;
import packetwalk.ingress.ClusterObjects;
import packetwalk.ingress.RoutingTable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.program.Server;
import packetwalk.program.proxy.HttpProxy;
import packetwalk.program.proxy.ProxySettings;
import packetwalk.program.tls.TlsServer;
import packetwalk.time.Simulation;

/**
 * ingress-nginx as its manifests install it: a namespace, a Deployment behind a Service, an IngressClass {@code nginx}, a
 * ConfigMap with its settings, and a webhook.
 */
public final class IngressNginx {
    static final String NAMESPACE = "ingress-nginx";
    static final String NAME = "ingress-nginx-controller";
    static final Map<String, String> LABELS = Map.of(
            "app.kubernetes.io/component", "controller",
            "app.kubernetes.io/instance", "ingress-nginx",
            "app.kubernetes.io/name", "ingress-nginx");

    private static final String IMAGE = "registry.k8s.io/ingress-nginx/controller";
    private static final String VERSION = "v1.14.0";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final ApiServer api;
    private final NginxController controller;

    /**
     * Nothing is installed yet, and nothing is heard of.
     *
     * @param delay how long it takes to hear of a change
     */
    public IngressNginx(ApiServer api, Simulation simulation, Supplier<Duration> delay) {
        this.api = Objects.requireNonNull(api, "api");
        this.controller = new NginxController(api, simulation, delay);
    }

    /** Whether its Deployment is there. */
    public boolean installed() {
        return api.find(Deployment.class, NAMESPACE, NAME).isPresent();
    }

    /**
     * Installs it, unless it is there.
     *
     * @param balanced whether its Service is of type LoadBalancer, as in a cloud, or NodePort, as on bare metal
     */
    public void install(boolean balanced) {
        if (!installed()) {
            objects(balanced).forEach(api::create);
            controller.begin();
        }
    }

    /** Whether it takes an Ingress for its own. */
    public Claim claim(Ingress ingress) {
        return Claim.nginx(ingress, ClusterObjects.of(api), NginxController.CONTROLLER, NginxController.CLASS);
    }

    /** The hosts and paths that its pods serve now. */
    public RoutingTable table() {
        return controller.table();
    }

    /** What a container of its image runs; empty for all others. */
    public Optional<Server> program(Container container) {
        boolean own = container.getImage() != null && container.getImage().startsWith(IMAGE + ":");
        return own ? Optional.of(new Nginx()) : Optional.empty();
    }

    /** nginx in one pod. */
    private final class Nginx implements Server {
        @Override
        public void start(NetworkNamespace namespace, Owner process) {
            NginxDialect dialect = new NginxDialect(controller::settings, api::now);
            NginxRouter router = new NginxRouter(controller::table, dialect);
            HttpProxy proxy = new HttpProxy(namespace, process, router, dialect, ProxySettings.NGINX);
            NginxCertificates certificates = new NginxCertificates(
                    controller::table,
                    controller.secrets(),
                    NginxCertificates.fake(api.now(), namespace.simulation().random()));
            proxy.listen(HTTP);
            proxy.listen(HTTPS, new TlsServer(namespace.simulation(), certificates));
        }

        @Override
        public int port() {
            return HTTP;
        }

        @Override
        public String protocol() {
            return "tcp";
        }
    }

    private static List<HasMetadata> objects(boolean balanced) {
        return List.of(
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build(),
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(NAMESPACE)
                        .withLabels(LABELS)
                        .endMetadata()
                        .build(),
                new IngressClassBuilder()
                        .withNewMetadata()
                        .withName(NginxController.CLASS)
                        .withLabels(LABELS)
                        .endMetadata()
                        .withNewSpec()
                        .withController(NginxController.CONTROLLER)
                        .endSpec()
                        .build(),
                deployment(),
                service(balanced));
    }

    private static Deployment deployment() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(NAME)
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
                .withName("controller")
                .withImage(IMAGE + ":" + VERSION)
                .addNewPort()
                .withName("http")
                .withContainerPort(HTTP)
                .endPort()
                .addNewPort()
                .withName("https")
                .withContainerPort(HTTPS)
                .endPort()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** In a cloud its manifest wants client addresses: {@code externalTrafficPolicy: Local}. */
    private static Service service(boolean balanced) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(NAMESPACE)
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withType(balanced ? "LoadBalancer" : "NodePort")
                .withExternalTrafficPolicy(balanced ? "Local" : "Cluster")
                .withSelector(LABELS)
                .addNewPort()
                .withName("http")
                .withPort(HTTP)
                .withNewTargetPort("http")
                .withAppProtocol("http")
                .endPort()
                .addNewPort()
                .withName("https")
                .withPort(HTTPS)
                .withNewTargetPort("https")
                .withAppProtocol("https")
                .endPort()
                .endSpec()
                .build();
    }
}
