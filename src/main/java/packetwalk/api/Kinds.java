package packetwalk.api;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The kinds of object that a cluster here has; {@code kubectl api-resources} in small. */
public final class Kinds {

    public static final Kind<Namespace> NAMESPACE = core(
            Namespace.class,
            List.of("namespaces", "namespace", "ns"),
            false,
            null,
            o -> new Namespace(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
            (o, s) -> new Namespace(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()));

    public static final Kind<Node> NODE = core(
            Node.class,
            List.of("nodes", "node", "no"),
            false,
            null,
            o -> new Node(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
            (o, s) -> new Node(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()));

    public static final Kind<Pod> POD = core(
            Pod.class,
            List.of("pods", "pod", "po"),
            true,
            Pod::getSpec,
            o -> new Pod(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
            (o, s) -> new Pod(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()));

    public static final Kind<Service> SERVICE = core(
            Service.class,
            List.of("services", "service", "svc"),
            true,
            null,
            o -> new Service(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
            (o, s) -> new Service(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()));

    public static final Kind<Endpoints> ENDPOINTS = core(
            Endpoints.class,
            List.of("endpoints", "endpoints", "ep"),
            true,
            null,
            o -> new Endpoints(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSubsets()),
            null);

    public static final Kind<Event> EVENT =
            core(Event.class, List.of("events", "event", "ev"), true, null, Kinds::shallow, null);

    public static final Kind<Secret> SECRET = core(
            Secret.class,
            List.of("secrets", "secret"),
            true,
            null,
            o -> new Secret(
                    o.getApiVersion(),
                    o.getData(),
                    o.getImmutable(),
                    o.getKind(),
                    o.getMetadata(),
                    o.getStringData(),
                    o.getType()),
            null);

    public static final Kind<ConfigMap> CONFIG_MAP = core(
            ConfigMap.class,
            List.of("configmaps", "configmap", "cm"),
            true,
            null,
            o -> new ConfigMap(
                    o.getApiVersion(), o.getBinaryData(), o.getData(), o.getImmutable(), o.getKind(), o.getMetadata()),
            null);

    public static final Kind<Deployment> DEPLOYMENT = apps(
            Deployment.class,
            List.of("deployments", "deployment", "deploy"),
            Deployment::getSpec,
            o -> new Deployment(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
            (o, s) -> new Deployment(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()));

    public static final Kind<ReplicaSet> REPLICA_SET = apps(
            ReplicaSet.class,
            List.of("replicasets", "replicaset", "rs"),
            ReplicaSet::getSpec,
            o -> new ReplicaSet(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
            (o, s) -> new ReplicaSet(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()));

    public static final Kind<DaemonSet> DAEMON_SET = apps(
            DaemonSet.class,
            List.of("daemonsets", "daemonset", "ds"),
            DaemonSet::getSpec,
            o -> new DaemonSet(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
            (o, s) -> new DaemonSet(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()));

    public static final Kind<StatefulSet> STATEFUL_SET = apps(
            StatefulSet.class,
            List.of("statefulsets", "statefulset", "sts"),
            StatefulSet::getSpec,
            o -> new StatefulSet(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
            (o, s) -> new StatefulSet(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()));

    public static final Kind<EndpointSlice> ENDPOINT_SLICE = new Kind<>(
            EndpointSlice.class,
            "discovery.k8s.io",
            "v1",
            "EndpointSlice",
            "endpointslices",
            "endpointslice",
            List.of(),
            true,
            Optional.of(slice -> List.of(slice.getEndpoints(), slice.getPorts())),
            new Kind.Parts<>(
                    o -> new EndpointSlice(
                            o.getApiVersion(),
                            o.getAddressType(),
                            o.getEndpoints(),
                            o.getKind(),
                            o.getMetadata(),
                            o.getPorts()),
                    Optional.empty()));

    public static final Kind<Ingress> INGRESS = new Kind<>(
            Ingress.class,
            "networking.k8s.io",
            "v1",
            "Ingress",
            "ingresses",
            "ingress",
            List.of("ing"),
            true,
            Optional.of(Ingress::getSpec),
            new Kind.Parts<>(
                    o -> new Ingress(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), o.getStatus()),
                    Optional.of((o, s) ->
                            new Ingress(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec(), s.getStatus()))));

    public static final Kind<IngressClass> INGRESS_CLASS = new Kind<>(
            IngressClass.class,
            "networking.k8s.io",
            "v1",
            "IngressClass",
            "ingressclasses",
            "ingressclass",
            List.of(),
            false,
            Optional.of(IngressClass::getSpec),
            new Kind.Parts<>(
                    o -> new IngressClass(o.getApiVersion(), o.getKind(), o.getMetadata(), o.getSpec()),
                    Optional.empty()));

    private static final List<Kind<?>> ALL = List.of(
            NAMESPACE,
            NODE,
            POD,
            SERVICE,
            ENDPOINTS,
            EVENT,
            SECRET,
            CONFIG_MAP,
            DEPLOYMENT,
            REPLICA_SET,
            DAEMON_SET,
            STATEFUL_SET,
            ENDPOINT_SLICE,
            INGRESS,
            INGRESS_CLASS);

    private Kinds() {}

    /** All of them, in the order of their groups. */
    public static List<Kind<?>> all() {
        return ALL;
    }

    /** The kind whose objects are of {@code type}. */
    @SuppressWarnings("unchecked") // a kind's type parameter is its class
    public static <T extends HasMetadata> Kind<T> of(Class<T> type) {
        for (Kind<?> kind : ALL) {
            if (kind.type() == type) {
                return (Kind<T>) kind;
            }
        }
        throw new IllegalArgumentException("objects of " + type.getSimpleName() + " are not kept here; the kinds are "
                + String.join(", ", ALL.stream().map(Kind::name).toList()));
    }

    /** The kind of an object. */
    @SuppressWarnings("unchecked") // an object's class is its kind's
    public static <T extends HasMetadata> Kind<T> of(T object) {
        return (Kind<T>) of(object.getClass());
    }

    /** The kind that a manifest means by its first two lines. */
    public static Optional<Kind<?>> of(String apiVersion, String kind) {
        return ALL.stream()
                .filter(each ->
                        each.apiVersion().equals(apiVersion) && each.name().equals(kind))
                .findFirst();
    }

    /** The kind that a person means by {@code pods}, {@code pod}, {@code po}, {@code Pod} or {@code deployments.apps}. */
    public static Optional<Kind<?>> named(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(kind -> answersTo(kind, name)).findFirst();
    }

    private static boolean answersTo(Kind<?> kind, String name) {
        return name.equals(kind.plural())
                || name.equals(kind.singular())
                || kind.shortNames().contains(name)
                || name.equals(kind.groupResource())
                || name.equals(kind.singularGroup())
                || name.equals(kind.plural() + "." + kind.version() + "." + kind.group());
    }

    private static <T extends HasMetadata> Kind<T> core(
            Class<T> type,
            List<String> names,
            boolean namespaced,
            @Nullable Function<T, Object> spec,
            UnaryOperator<T> shallow,
            @Nullable BinaryOperator<T> statusOf) {
        return new Kind<>(
                type,
                "",
                "v1",
                type.getSimpleName(),
                names.get(0),
                names.get(1),
                names.subList(2, names.size()),
                namespaced,
                Optional.ofNullable(spec),
                new Kind.Parts<>(shallow, Optional.ofNullable(statusOf)));
    }

    private static <T extends HasMetadata> Kind<T> apps(
            Class<T> type,
            List<String> names,
            Function<T, Object> spec,
            UnaryOperator<T> shallow,
            BinaryOperator<T> statusOf) {
        return new Kind<>(
                type,
                "apps",
                "v1",
                type.getSimpleName(),
                names.get(0),
                names.get(1),
                names.subList(2, names.size()),
                true,
                Optional.of(spec),
                new Kind.Parts<>(shallow, Optional.of(statusOf)));
    }

    private static Event shallow(Event o) {
        return new Event(
                o.getAction(),
                o.getApiVersion(),
                o.getCount(),
                o.getEventTime(),
                o.getFirstTimestamp(),
                o.getInvolvedObject(),
                o.getKind(),
                o.getLastTimestamp(),
                o.getMessage(),
                o.getMetadata(),
                o.getReason(),
                o.getRelated(),
                o.getReportingComponent(),
                o.getReportingInstance(),
                o.getSeries(),
                o.getSource(),
                o.getType());
    }
}
