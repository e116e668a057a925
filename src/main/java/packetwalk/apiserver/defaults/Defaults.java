package packetwalk.apiserver.defaults;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassParametersReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the defaults into an object.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go">core/v1/defaults.go</a>
 */
public final class Defaults {

    private Defaults() {}

    /** Fills in what is missing; {@code object} is a copy that is not stored yet. */
    public static void apply(HasMetadata object) {
        if (object instanceof Pod pod && pod.getSpec() != null) {
            PodDefaults.pod(pod.getSpec());
        } else if (object instanceof Service service && service.getSpec() != null) {
            ServiceDefaults.service(service);
        } else if (object instanceof Deployment deployment && deployment.getSpec() != null) {
            WorkloadDefaults.deployment(deployment.getSpec());
        } else if (object instanceof ReplicaSet replicas && replicas.getSpec() != null) {
            WorkloadDefaults.replicaSet(replicas.getSpec());
        } else if (object instanceof DaemonSet daemons && daemons.getSpec() != null) {
            WorkloadDefaults.daemonSet(daemons.getSpec());
        } else if (object instanceof StatefulSet set && set.getSpec() != null) {
            WorkloadDefaults.statefulSet(set.getSpec());
        } else if (object instanceof EndpointSlice slice) {
            EndpointDefaults.slice(slice);
        } else if (object instanceof Endpoints endpoints) {
            EndpointDefaults.endpoints(endpoints);
        } else if (object instanceof Namespace namespace) {
            namespace(namespace.getMetadata());
        } else if (object instanceof Node node) {
            node(node);
        } else if (object instanceof Secret secret) {
            secret(secret);
        } else if (object instanceof IngressClass ingressClass && ingressClass.getSpec() != null) {
            parameters(ingressClass.getSpec().getParameters());
        }
    }

    /** What was written as text is stored as bytes: {@code Convert_v1_Secret_To_core_Secret}. */
    private static void secret(Secret secret) {
        if (secret.getType() == null || secret.getType().isEmpty()) {
            secret.setType("Opaque");
        }
        Map<String, String> text = secret.getStringData();
        if (text != null && !text.isEmpty()) {
            Map<String, String> data = new LinkedHashMap<>(secret.getData() == null ? Map.of() : secret.getData());
            text.forEach((key, value) ->
                    data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
            secret.setData(data);
            secret.setStringData(Map.of());
        }
    }

    private static void parameters(@Nullable IngressClassParametersReference parameters) {
        if (parameters != null && parameters.getScope() == null) {
            parameters.setScope("Cluster");
        }
    }

    private static void namespace(ObjectMeta meta) {
        if (meta.getName() != null && !meta.getName().isEmpty()) {
            Map<String, String> labels = new LinkedHashMap<>(meta.getLabels() == null ? Map.of() : meta.getLabels());
            labels.put("kubernetes.io/metadata.name", meta.getName());
            meta.setLabels(labels);
        }
    }

    private static void node(Node node) {
        if (node.getStatus() != null && node.getStatus().getCapacity() != null) {
            if (node.getStatus().getAllocatable() == null
                    || node.getStatus().getAllocatable().isEmpty()) {
                node.getStatus().setAllocatable(node.getStatus().getCapacity());
            }
        }
    }
}
