package packetwalk.kubectl;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.apiserver.ApiServer;

/**
 * {@code kubectl describe}: an object with what belongs to it, and its events; several without.
 *
 * @see <a href="https://github.com/kubernetes/kubectl/blob/master/pkg/describe/describe.go">describe.go</a>
 */
final class Describe {
    private static final List<Kind<?>> WITHOUT_EVENTS = List.of(Kinds.NAMESPACE, Kinds.SECRET);

    private final ApiServer api;
    private final Machines machines;

    Describe(ApiServer api, Machines machines) {
        this.api = api;
        this.machines = machines;
    }

    String run(Arguments arguments) {
        return text(arguments).stripTrailing();
    }

    private String text(Arguments arguments) {
        try {
            List<HasMetadata> objects = Selection.of(api, machines, arguments).objects();
            if (objects.isEmpty()) {
                return arguments.has("all-namespaces")
                        ? "No resources found"
                        : "No resources found in " + arguments.namespace() + " namespace.";
            }
            return objects.stream()
                    .map(object -> one(object, objects.size() == 1))
                    .collect(Collectors.joining("\n\n"));
        } catch (ApiFault fault) {
            return byPrefix(arguments, fault);
        }
    }

    /** {@code describe pod web}: where none is called so, all whose names begin so; {@code DescribeMatchingResources()}. */
    private String byPrefix(Arguments arguments, ApiFault notFound) {
        List<String> words = arguments.rest();
        boolean named = words.size() == 2 && !words.get(0).contains("/");
        if (!named || notFound.reason() != ApiFault.Reason.NOT_FOUND) {
            throw notFound;
        }
        Arguments all = new Arguments(arguments.words().subList(0, 2), arguments.flags());
        String text = Selection.of(api, machines, all).objects().stream()
                .filter(object -> object.getMetadata().getName().startsWith(words.get(1)))
                .map(object -> one(object, false) + "\n")
                .collect(Collectors.joining());
        if (text.isEmpty()) {
            throw notFound;
        }
        return text;
    }

    private String one(HasMetadata object, boolean withEvents) {
        Description text = new Description();
        if (!isWorkload(text, object) && !isNetwork(text, object)) {
            other(text, object);
        }
        if (withEvents && !WITHOUT_EVENTS.contains(Kinds.of(object))) {
            text.events(events(object), api.now());
        }
        return text.toString();
    }

    private boolean isWorkload(Description text, HasMetadata object) {
        if (object instanceof Pod pod) {
            DescribePod.write(text, pod, api.now());
        } else if (object instanceof Deployment deployment) {
            DescribeWorkload.deployment(text, deployment, owned(deployment));
        } else if (object instanceof ReplicaSet replicas) {
            DescribeWorkload.replicaSet(text, replicas, owned(replicas));
        } else if (object instanceof DaemonSet daemons) {
            DescribeSets.daemonSet(text, daemons, owned(daemons));
        } else if (object instanceof StatefulSet set) {
            DescribeSets.statefulSet(text, set, owned(set));
        } else {
            return false;
        }
        return true;
    }

    private boolean isNetwork(Description text, HasMetadata object) {
        if (object instanceof Service service) {
            DescribeService.write(text, service, EndpointText.slices(api, service));
        } else if (object instanceof EndpointSlice slice) {
            DescribeEndpoints.slice(text, slice);
        } else if (object instanceof Endpoints endpoints) {
            DescribeEndpoints.endpoints(text, endpoints);
        } else if (object instanceof Ingress ingress) {
            DescribeIngress.write(text, ingress, api);
        } else if (object instanceof IngressClass ingressClass) {
            DescribeIngress.ingressClass(text, ingressClass);
        } else {
            return false;
        }
        return true;
    }

    private void other(Description text, HasMetadata object) {
        if (object instanceof Node node) {
            String name = node.getMetadata().getName();
            DescribeNode.write(text, node, machines.leaseRenewed(name));
            DescribeNodeResources.write(text, node, api.podsOn(name), api.now());
        } else if (object instanceof Namespace namespace) {
            DescribeNamespace.write(text, namespace);
        } else if (object instanceof Secret secret) {
            DescribeIngress.secret(text, secret);
        } else if (object instanceof ConfigMap map) {
            DescribeIngress.configMap(text, map);
        } else {
            text.identity(object);
            text.line(0, "API Version:\t" + Kinds.of(object).apiVersion());
            text.line(0, "Kind:\t" + Kinds.of(object).name());
        }
    }

    private List<HasMetadata> owned(HasMetadata owner) {
        return api.dependents(owner.getMetadata().getUid());
    }

    private List<Event> events(HasMetadata object) {
        String namespace =
                Optional.ofNullable(object.getMetadata().getNamespace()).orElse("default");
        return api.list(Event.class, namespace).stream()
                .filter(event -> object.getMetadata()
                        .getUid()
                        .equals(event.getInvolvedObject().getUid()))
                .sorted(Comparator.comparing(Describe::seen)
                        .thenComparing(event -> event.getMetadata().getName()))
                .toList();
    }

    private static String seen(Event event) {
        return event.getLastTimestamp() == null ? "" : event.getLastTimestamp();
    }
}
