package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;

/**
 * A Deployment's revisions, to be listed and to be gone back to.
 *
 * @see <a href="https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/history.go">history.go, rollback.go</a>
 */
final class RolloutHistory {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final ApiServer api;
    private final Deployment deployment;
    private final List<ReplicaSet> revisions;

    private RolloutHistory(ApiServer api, Deployment deployment, List<ReplicaSet> revisions) {
        this.api = api;
        this.deployment = deployment;
        this.revisions = revisions;
    }

    static RolloutHistory of(ApiServer api, Deployment deployment) {
        List<ReplicaSet> all = Revisions.replicaSets(
                        api.dependents(deployment.getMetadata().getUid()))
                .stream()
                .filter(each -> Revisions.revision(each) > 0)
                .sorted(Comparator.comparingLong(Revisions::revision))
                .toList();
        return new RolloutHistory(api, deployment, all);
    }

    private Optional<ReplicaSet> numbered(long number) {
        return revisions.stream()
                .filter(each -> Revisions.revision(each) == number)
                .findFirst();
    }

    /** All of them; one at length if {@code number} is above zero. */
    String print(long number) {
        String title = Get.name(deployment) + " ";
        if (revisions.isEmpty()) {
            return title + "\nNo rollout history found.";
        }
        if (number > 0) {
            ReplicaSet one =
                    numbered(number).orElseThrow(() -> ApiFault.badRequest("unable to find the specified revision"));
            return title + "with revision #" + number + "\n" + at(one);
        }
        Description table = new Description().line(0, "REVISION\tCHANGE-CAUSE");
        revisions.forEach(each -> table.line(0, Revisions.revision(each) + "\t" + Text.orNone(cause(each))));
        return title + "\n" + table;
    }

    private static String cause(ReplicaSet replicas) {
        Map<String, String> annotations = replicas.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Revisions.CHANGE_CAUSE, "");
    }

    /** Its template, in which kubectl leaves the tabs as they are. */
    private static String at(ReplicaSet replicas) {
        PodTemplateSpec template = replicas.getSpec().getTemplate();
        if (!cause(replicas).isEmpty()) {
            template = new PodTemplateSpecBuilder(template)
                    .editOrNewMetadata()
                    .addToAnnotations(Revisions.CHANGE_CAUSE, cause(replicas))
                    .endMetadata()
                    .build();
        }
        Description text = new Description();
        DescribeWorkload.template(text, template);
        return text.withTabs();
    }

    /** Goes back to revision {@code number}; to the one before the last if it is zero. */
    String undo(long number) {
        ReplicaSet target = number == 0
                ? previous()
                : numbered(number)
                        .orElseThrow(() ->
                                ApiFault.badRequest("unable to find specified revision " + number + " in history"));
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            throw ApiFault.badRequest("you cannot rollback a paused deployment; resume it first with 'kubectl rollout"
                    + " resume' and try again");
        }
        PodTemplateSpec template = Revisions.template(target);
        if (template.equals(deployment.getSpec().getTemplate())) {
            return Get.name(deployment) + " skipped rollback (current template already matches revision " + number
                    + ")";
        }
        DeploymentBuilder back = new DeploymentBuilder(deployment);
        back.editSpec().withTemplate(template).endSpec();
        if (!cause(target).isEmpty()) {
            back.editMetadata()
                    .addToAnnotations(Revisions.CHANGE_CAUSE, cause(target))
                    .endMetadata();
        }
        api.update(back.build());
        return warning() + Get.name(deployment) + " rolled back";
    }

    private ReplicaSet previous() {
        if (revisions.size() < 2) {
            throw ApiFault.badRequest("no rollout history found for deployment \""
                    + deployment.getMetadata().getName() + "\"");
        }
        return revisions.get(revisions.size() - 2);
    }

    /** What a manifest said stays written down, and the next {@code apply} will bring it back. */
    private String warning() {
        ObjectMeta meta = deployment.getMetadata();
        boolean applied = meta.getAnnotations() != null && meta.getAnnotations().containsKey(LAST_APPLIED);
        return applied
                ? "Warning: resource deployments/" + meta.getName() + " was previously managed with 'kubectl apply'."
                        + " Rolling back will not update the " + LAST_APPLIED
                        + " annotation, which may cause unexpected"
                        + " behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your"
                        + " previous configuration file instead.\n"
                : "";
    }
}
