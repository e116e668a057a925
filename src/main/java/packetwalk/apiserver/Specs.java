package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import org.jspecify.annotations.Nullable;

/** Go has no absent structs: an object without a spec has an empty one, and it is that which is then found wanting. */
final class Specs {

    private Specs() {}

    static void require(HasMetadata object) {
        if (object instanceof Pod pod && pod.getSpec() == null) {
            pod.setSpec(new PodSpec());
        } else if (object instanceof Service service && service.getSpec() == null) {
            service.setSpec(new ServiceSpec());
        } else if (object instanceof Node node) {
            node.setSpec(node.getSpec() == null ? new NodeSpec() : node.getSpec());
            node.setStatus(node.getStatus() == null ? new NodeStatus() : node.getStatus());
        } else if (object instanceof Deployment deployment) {
            deployment.setSpec(deployment.getSpec() == null ? new DeploymentSpec() : deployment.getSpec());
            deployment.getSpec().setTemplate(template(deployment.getSpec().getTemplate()));
        } else if (object instanceof ReplicaSet replicas) {
            replicas.setSpec(replicas.getSpec() == null ? new ReplicaSetSpec() : replicas.getSpec());
            replicas.getSpec().setTemplate(template(replicas.getSpec().getTemplate()));
        } else if (object instanceof DaemonSet daemons) {
            daemons.setSpec(daemons.getSpec() == null ? new DaemonSetSpec() : daemons.getSpec());
            daemons.getSpec().setTemplate(template(daemons.getSpec().getTemplate()));
        } else if (object instanceof StatefulSet set) {
            set.setSpec(set.getSpec() == null ? new StatefulSetSpec() : set.getSpec());
            set.getSpec().setTemplate(template(set.getSpec().getTemplate()));
        } else if (object instanceof Ingress ingress && ingress.getSpec() == null) {
            ingress.setSpec(new IngressSpec());
        } else if (object instanceof IngressClass ingressClass && ingressClass.getSpec() == null) {
            ingressClass.setSpec(new IngressClassSpec());
        }
    }

    private static PodTemplateSpec template(@Nullable PodTemplateSpec template) {
        PodTemplateSpec present = template == null ? new PodTemplateSpec() : template;
        if (present.getSpec() == null) {
            present.setSpec(new PodSpec());
        }
        return present;
    }
}
