package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Deployment's ReplicaSets, each a revision of its template.
 *
 * @see <a href="https://github.com/kubernetes/kubectl/blob/master/pkg/util/deployment/deployment.go">deployment.go</a>
 */
final class Revisions {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String CHANGE_CAUSE = "kubernetes.io/change-cause";

    private static final String HASH = "pod-template-hash";

    private Revisions() {}

    /** The ReplicaSets among what a Deployment owns, the oldest first. */
    static List<ReplicaSet> replicaSets(List<HasMetadata> owned) {
        return owned.stream()
                .filter(ReplicaSet.class::isInstance)
                .map(ReplicaSet.class::cast)
                .sorted(Comparator.<ReplicaSet, String>comparing(
                                each -> each.getMetadata().getCreationTimestamp())
                        .thenComparing(each -> each.getMetadata().getName()))
                .toList();
    }

    /** The one that has the Deployment's template. */
    static Optional<ReplicaSet> current(Deployment deployment, List<ReplicaSet> all) {
        PodTemplateSpec wanted = deployment.getSpec().getTemplate();
        return all.stream().filter(each -> template(each).equals(wanted)).findFirst();
    }

    /** A ReplicaSet's template without the label that its controller added. */
    static PodTemplateSpec template(ReplicaSet replicas) {
        return new PodTemplateSpecBuilder(replicas.getSpec().getTemplate())
                .editOrNewMetadata()
                .removeFromLabels(HASH)
                .endMetadata()
                .build();
    }

    /** Its number; 0 if it has none. */
    static long revision(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String number = annotations == null ? "" : annotations.getOrDefault(REVISION, "");
        return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
    }
}
