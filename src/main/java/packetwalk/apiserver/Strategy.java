package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceSpec;
import io.fabric8.kubernetes.api.model.NamespaceStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import java.util.List;
import packetwalk.api.Kind;
import packetwalk.api.Metadata;

/**
 * What is done with an object before it is stored: Kubernetes' {@code RESTCreateStrategy} and {@code RESTUpdateStrategy}
 * of each kind. It is given copies, which it may change.
 */
final class Strategy {

    /** A new object begins with the status of one that nobody has looked after yet. */
    <T extends HasMetadata> T forCreate(Kind<T> kind, T object) {
        resetStatus(object);
        return object;
    }

    /** A user's update never changes the status. */
    <T extends HasMetadata> T forUpdate(Kind<T> kind, T object, T before) {
        return kind.parts()
                .statusOf()
                .map(withStatus -> withStatus.apply(object, before))
                .orElse(object);
    }

    /** A status update changes nothing else. */
    <T extends HasMetadata> T forStatus(Kind<T> kind, T given, T before) {
        T after = kind.parts()
                .statusOf()
                .orElseThrow(() -> new IllegalArgumentException(
                        kind.name() + " has no status of its own; update the object instead"))
                .apply(before, given);
        after.setMetadata(Metadata.copy(before.getMetadata()));
        return after;
    }

    /** An object has left the store. */
    void gone(HasMetadata object) {}

    private static void resetStatus(HasMetadata object) {
        if (object instanceof Pod pod) {
            pod.setStatus(new PodStatusBuilder().withPhase("Pending").build());
        } else if (object instanceof Namespace namespace) {
            namespace.setSpec(new NamespaceSpec(List.of("kubernetes")));
            namespace.setStatus(new NamespaceStatusBuilder().withPhase("Active").build());
        } else if (object instanceof Service service) {
            service.setStatus(new ServiceStatusBuilder()
                    .withNewLoadBalancer()
                    .endLoadBalancer()
                    .build());
        } else if (object instanceof Deployment deployment) {
            deployment.setStatus(new DeploymentStatus());
        } else if (object instanceof ReplicaSet replicas) {
            replicas.setStatus(new ReplicaSetStatusBuilder().withReplicas(0).build());
        } else if (object instanceof DaemonSet daemons) {
            daemons.setStatus(new DaemonSetStatusBuilder()
                    .withCurrentNumberScheduled(0)
                    .withNumberMisscheduled(0)
                    .withDesiredNumberScheduled(0)
                    .withNumberReady(0)
                    .build());
        } else if (object instanceof StatefulSet set) {
            set.setStatus(new StatefulSetStatusBuilder().withReplicas(0).build());
        }
    }
}
