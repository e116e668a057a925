package packetwalk.ingress.nginx;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.apiserver.Admission;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.EventRecorder;
import packetwalk.apiserver.Watcher;
import packetwalk.ingress.Claim;
import packetwalk.ingress.ClusterObjects;
import packetwalk.ingress.NginxSettings;
import packetwalk.ingress.NginxTable;
import packetwalk.ingress.Problem;
import packetwalk.ingress.RoutingTable;
import packetwalk.ingress.TlsSecrets;
import packetwalk.time.Simulation;
import packetwalk.time.WorkQueue;

/**
 * Follows the objects and makes a table of them; its webhook refuses what another Ingress has already. One table for all
 * pods: each of the real ones makes its own, out of the same objects.
 */
final class NginxController {
    static final String CONTROLLER = "k8s.io/ingress-nginx";
    static final String CLASS = "nginx";

    /** {@code --sync-rate-limit 0.3}: so long between two tables at least. */
    private static final Duration BETWEEN_SYNCS = Duration.ofMillis(3333);

    private final ApiServer api;
    private final Simulation simulation;
    private final Supplier<Duration> delay;
    private final EventRecorder events;
    private final WorkQueue<String> queue;
    private final NginxStatus status;
    private final TlsSecrets secrets;
    private RoutingTable table = RoutingTable.empty(RoutingTable.Reading.NGINX);
    private NginxSettings settings = NginxSettings.DEFAULT;
    private List<Problem> told = List.of();
    private Optional<Long> lastSync = Optional.empty();

    NginxController(ApiServer api, Simulation simulation, Supplier<Duration> delay) {
        this.api = api;
        this.simulation = simulation;
        this.delay = delay;
        this.events = new EventRecorder(api, "nginx-ingress-controller", "");
        this.queue = new WorkQueue<>(simulation, this::untilSync, any -> sync());
        this.secrets = new TlsSecrets(() -> api.list(Secret.class));
        this.status = new NginxStatus(api, simulation, delay, this::claimed);
    }

    RoutingTable table() {
        return table;
    }

    TlsSecrets secrets() {
        return secrets;
    }

    NginxSettings settings() {
        return settings;
    }

    /** Hears of everything from now on, and is asked before an Ingress is stored. */
    void begin() {
        api.watch(Ingress.class, new IngressWatch());
        follow(IngressClass.class);
        follow(Service.class);
        follow(EndpointSlice.class);
        follow(Secret.class);
        follow(ConfigMap.class);
        status.begin();
        api.admission(new Webhook());
    }

    private <T extends HasMetadata> void follow(Class<T> type) {
        api.watch(type, Watcher.<T>ofAny(any -> queue.add("sync")));
    }

    private final class IngressWatch implements Watcher<Ingress> {
        @Override
        public void added(Ingress ingress) {
            scheduled(ingress);
        }

        @Override
        public void modified(Ingress before, Ingress after) {
            boolean meant = !before.getSpec().equals(after.getSpec())
                    || !Objects.equals(
                            before.getMetadata().getAnnotations(),
                            after.getMetadata().getAnnotations());
            if (meant) {
                scheduled(after);
            }
        }

        @Override
        public void deleted(Ingress ingress) {
            queue.add("sync");
        }

        private void scheduled(Ingress ingress) {
            if (isClaimed(ingress, ClusterObjects.of(api))) {
                events.normal(ingress, "Sync", "Scheduled for sync");
            }
            queue.add("sync");
            status.look();
        }
    }

    /** The rate limit, unless the cluster is just being built and nothing takes time. */
    private Duration untilSync() {
        Duration usual = delay.get();
        if (usual.isZero() || lastSync.isEmpty()) {
            return usual;
        }
        Duration left = BETWEEN_SYNCS.minusNanos(simulation.now() - lastSync.get());
        return left.compareTo(usual) > 0 ? left : usual;
    }

    private void sync() {
        lastSync = Optional.of(simulation.now());
        settings = api.find(ConfigMap.class, IngressNginx.NAMESPACE, IngressNginx.NAME)
                .map(map -> map.getData() == null ? Map.<String, String>of() : map.getData())
                .map(NginxSettings::of)
                .orElse(NginxSettings.DEFAULT);
        ClusterObjects objects = ClusterObjects.of(api);
        table = NginxTable.of(claimed(objects), objects, settings);
        List<Problem> fresh = new ArrayList<>(table.problems());
        fresh.removeAll(told);
        told = table.problems();
        fresh.forEach(this::tell);
    }

    /** The real one writes this into its log, where nobody but its owner looks. */
    private void tell(Problem problem) {
        boolean unknown = problem.kind() == Problem.Kind.UNKNOWN_ANNOTATION;
        api.find(Ingress.class, problem.ingress().namespace(), problem.ingress().name())
                .ifPresent(ingress -> events.warning(ingress, unknown ? "Unknown" : "Logged", problem.message()));
    }

    private List<Ingress> claimed() {
        return claimed(ClusterObjects.of(api));
    }

    private static List<Ingress> claimed(ClusterObjects objects) {
        return objects.ingresses().stream()
                .filter(each -> isClaimed(each, objects))
                .toList();
    }

    private static boolean isClaimed(Ingress ingress, ClusterObjects objects) {
        return Claim.nginx(ingress, objects, CONTROLLER, CLASS).taken();
    }

    /** {@code validate.nginx.ingress.kubernetes.io}: a ValidatingWebhookConfiguration with {@code failurePolicy: Fail}. */
    private final class Webhook implements Admission {
        private static final String NAME = "validate.nginx.ingress.kubernetes.io";

        @Override
        public Optional<Refusal> review(HasMetadata object) {
            if (!(object instanceof Ingress ingress)) {
                return Optional.empty();
            }
            if (!runs()) {
                return Optional.of(Refusal.unreachable(
                        NAME,
                        "https://ingress-nginx-controller-admission.ingress-nginx.svc:443/networking/v1/ingresses?timeout=10s",
                        "no endpoints available for service \"ingress-nginx-controller-admission\""));
            }
            ClusterObjects objects = ClusterObjects.of(api);
            return isClaimed(ingress, objects)
                    ? NginxTable.refusal(ingress, claimed(objects)).map(why -> Refusal.denied(NAME, why))
                    : Optional.empty();
        }

        private boolean runs() {
            return api.list(Pod.class, IngressNginx.NAMESPACE).stream().anyMatch(NginxStatus::isReady);
        }
    }
}
