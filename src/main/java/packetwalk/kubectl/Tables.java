package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;

/**
 * The tables of {@code kubectl get}, which the API server makes.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/printers/internalversion/printers.go">printers.go</a>
 */
final class Tables {
    private static final List<String> TEMPLATE = List.of("CONTAINERS", "IMAGES", "SELECTOR");

    private static final Map<Kind<?>, Table<?>> ALL = Map.ofEntries(
            Map.entry(Kinds.POD, PodRows.TABLE),
            Map.entry(Kinds.NODE, NodeRows.TABLE),
            Map.entry(Kinds.SERVICE, ServiceRows.TABLE),
            Map.entry(Kinds.INGRESS, IngressRows.INGRESSES),
            Map.entry(Kinds.INGRESS_CLASS, IngressRows.CLASSES),
            Map.entry(Kinds.SECRET, IngressRows.SECRETS),
            Map.entry(Kinds.CONFIG_MAP, IngressRows.CONFIG_MAPS),
            Map.entry(
                    Kinds.NAMESPACE,
                    new Table<Namespace>(List.of("NAME", "STATUS", "AGE"), List.of(), Tables::namespace)),
            Map.entry(
                    Kinds.ENDPOINTS,
                    new Table<Endpoints>(List.of("NAME", "ENDPOINTS", "AGE"), List.of(), Tables::endpoints)),
            Map.entry(
                    Kinds.ENDPOINT_SLICE,
                    new Table<EndpointSlice>(
                            List.of("NAME", "ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE"), List.of(), Tables::slice)),
            Map.entry(
                    Kinds.DEPLOYMENT,
                    new Table<Deployment>(
                            List.of("NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"), TEMPLATE, Tables::deployment)),
            Map.entry(
                    Kinds.REPLICA_SET,
                    new Table<ReplicaSet>(
                            List.of("NAME", "DESIRED", "CURRENT", "READY", "AGE"), TEMPLATE, Tables::replicaSet)),
            Map.entry(
                    Kinds.DAEMON_SET,
                    new Table<DaemonSet>(
                            List.of(
                                    "NAME",
                                    "DESIRED",
                                    "CURRENT",
                                    "READY",
                                    "UP-TO-DATE",
                                    "AVAILABLE",
                                    "NODE SELECTOR",
                                    "AGE"),
                            TEMPLATE,
                            Tables::daemonSet)),
            Map.entry(
                    Kinds.STATEFUL_SET,
                    new Table<StatefulSet>(
                            List.of("NAME", "READY", "AGE"), List.of("CONTAINERS", "IMAGES"), Tables::statefulSet)),
            Map.entry(Kinds.EVENT, EventRows.TABLE));

    private Tables() {}

    @SuppressWarnings("unchecked") // each kind is there with a table of its own
    static <T extends HasMetadata> Table<T> of(Kind<T> kind) {
        return (Table<T>) Objects.requireNonNull(ALL.get(kind), kind.name());
    }

    private static List<String> namespace(Namespace namespace, Instant now) {
        return List.of(namespace.getMetadata().getName(), namespace.getStatus().getPhase(), Text.age(namespace, now));
    }

    private static List<String> endpoints(Endpoints endpoints, Instant now) {
        return List.of(
                endpoints.getMetadata().getName(),
                Text.firstThree(EndpointText.of(endpoints)),
                Text.age(endpoints, now));
    }

    private static List<String> slice(EndpointSlice slice, Instant now) {
        return List.of(
                slice.getMetadata().getName(),
                slice.getAddressType(),
                firstThree(EndpointText.ports(slice)),
                firstThree(slice.getEndpoints().stream()
                        .flatMap(endpoint -> endpoint.getAddresses().stream())
                        .toList()),
                Text.age(slice, now));
    }

    private static String firstThree(List<String> all) {
        return all.isEmpty() ? "<unset>" : Text.firstThree(all);
    }

    private static List<String> deployment(Deployment deployment, Instant now) {
        PodSpec pod = deployment.getSpec().getTemplate().getSpec();
        return List.of(
                deployment.getMetadata().getName(),
                Text.number(deployment.getStatus().getReadyReplicas()) + "/"
                        + Text.number(deployment.getSpec().getReplicas()),
                "" + Text.number(deployment.getStatus().getUpdatedReplicas()),
                "" + Text.number(deployment.getStatus().getAvailableReplicas()),
                Text.age(deployment, now),
                Text.names(pod.getContainers()),
                Text.images(pod.getContainers()),
                Text.selector(deployment.getSpec().getSelector()));
    }

    private static List<String> replicaSet(ReplicaSet replicas, Instant now) {
        PodSpec pod = replicas.getSpec().getTemplate().getSpec();
        return List.of(
                replicas.getMetadata().getName(),
                "" + Text.number(replicas.getSpec().getReplicas()),
                "" + Text.number(replicas.getStatus().getReplicas()),
                "" + Text.number(replicas.getStatus().getReadyReplicas()),
                Text.age(replicas, now),
                Text.names(pod.getContainers()),
                Text.images(pod.getContainers()),
                Text.selector(replicas.getSpec().getSelector()));
    }

    private static List<String> daemonSet(DaemonSet daemons, Instant now) {
        PodSpec pod = daemons.getSpec().getTemplate().getSpec();
        return List.of(
                daemons.getMetadata().getName(),
                "" + Text.number(daemons.getStatus().getDesiredNumberScheduled()),
                "" + Text.number(daemons.getStatus().getCurrentNumberScheduled()),
                "" + Text.number(daemons.getStatus().getNumberReady()),
                "" + Text.number(daemons.getStatus().getUpdatedNumberScheduled()),
                "" + Text.number(daemons.getStatus().getNumberAvailable()),
                Text.labels(pod.getNodeSelector()),
                Text.age(daemons, now),
                Text.names(pod.getContainers()),
                Text.images(pod.getContainers()),
                Text.selector(daemons.getSpec().getSelector()));
    }

    private static List<String> statefulSet(StatefulSet set, Instant now) {
        PodSpec pod = set.getSpec().getTemplate().getSpec();
        return List.of(
                set.getMetadata().getName(),
                Text.number(set.getStatus().getReadyReplicas()) + "/"
                        + Text.number(set.getSpec().getReplicas()),
                Text.age(set, now),
                Text.names(pod.getContainers()),
                Text.images(pod.getContainers()));
    }
}
