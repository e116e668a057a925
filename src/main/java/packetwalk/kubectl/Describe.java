package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.api.Kinds;
import packetwalk.apiserver.ApiServer;

/**
 * {@code kubectl describe}: an object with what belongs to it, and its events.
 *
 * @see <a href="https://github.com/kubernetes/kubectl/blob/master/pkg/describe/describe.go">describe.go</a>
 */
final class Describe {
    private final ApiServer api;

    Describe(ApiServer api) {
        this.api = api;
    }

    String run(Arguments arguments) {
        List<HasMetadata> objects = Selection.of(api, arguments).objects();
        return objects.isEmpty()
                ? "No resources found in " + arguments.namespace() + " namespace."
                : objects.stream().map(this::one).collect(Collectors.joining("\n\n\n"));
    }

    private String one(HasMetadata object) {
        Description text = new Description();
        if (object instanceof Service service) {
            DescribeService.write(text, service, EndpointText.slices(api, service));
        } else if (object instanceof Pod pod) {
            DescribePod.write(text, pod, api.now());
        } else if (object instanceof Node node) {
            DescribeNode.write(text, node, api.podsOn(node.getMetadata().getName()), api.now());
        } else if (object instanceof Deployment deployment) {
            DescribeWorkload.deployment(
                    text, deployment, api.dependents(deployment.getMetadata().getUid()));
        } else if (object instanceof ReplicaSet replicas) {
            DescribeWorkload.replicaSet(
                    text, replicas, api.dependents(replicas.getMetadata().getUid()));
        } else if (object instanceof EndpointSlice slice) {
            DescribeService.slice(text, slice);
        } else if (object instanceof Ingress ingress) {
            DescribeIngress.write(text, ingress, api);
        } else if (object instanceof IngressClass ingressClass) {
            DescribeIngress.ingressClass(text, ingressClass);
        } else if (object instanceof Secret secret) {
            DescribeIngress.secret(text, secret);
            return text.toString().stripTrailing();
        } else if (object instanceof ConfigMap map) {
            DescribeIngress.configMap(text, map);
        } else {
            text.identity(object);
            text.line(0, "API Version:\t" + Kinds.of(object).apiVersion());
            text.line(0, "Kind:\t" + Kinds.of(object).name());
        }
        text.events(events(object), api.now());
        return text.toString().stripTrailing();
    }

    private List<Event> events(HasMetadata object) {
        String namespace =
                Optional.ofNullable(object.getMetadata().getNamespace()).orElse("default");
        return api.list(Event.class, namespace).stream()
                .filter(event -> object.getMetadata()
                        .getUid()
                        .equals(event.getInvolvedObject().getUid()))
                .sorted(Comparator.comparing(Describe::seen))
                .toList();
    }

    private static String seen(Event event) {
        return event.getLastTimestamp() == null ? "" : event.getLastTimestamp();
    }
}
