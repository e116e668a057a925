package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import packetwalk.api.ApiFault;

/**
 * How far a roll-out is, in a line.
 *
 * @see <a href="https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go">rollout_status.go</a>
 */
final class RolloutStatus {
    private static final String ONLY_ROLLING = "rollout status is only available for RollingUpdate strategy type";

    private RolloutStatus() {}

    static String of(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return deployment(deployment);
        }
        if (object instanceof DaemonSet daemons) {
            return daemonSet(daemons);
        }
        if (object instanceof StatefulSet set) {
            return statefulSet(set);
        }
        throw ApiFault.badRequest("no status viewer has been implemented for " + Get.name(object));
    }

    private static boolean isObserved(HasMetadata object, @Nullable Long observed) {
        return observed != null && observed >= object.getMetadata().getGeneration();
    }

    private static String deployment(Deployment deployment) {
        String name = deployment.getMetadata().getName();
        String waiting = "Waiting for deployment \"" + name + "\" rollout to finish: ";
        if (!isObserved(deployment, deployment.getStatus().getObservedGeneration())) {
            return "Waiting for deployment spec update to be observed...";
        }
        if (isLate(deployment)) {
            throw ApiFault.badRequest("deployment \"" + name + "\" exceeded its progress deadline");
        }
        int wanted = Text.number(deployment.getSpec().getReplicas());
        int updated = Text.number(deployment.getStatus().getUpdatedReplicas());
        int all = Text.number(deployment.getStatus().getReplicas());
        int available = Text.number(deployment.getStatus().getAvailableReplicas());
        if (updated < wanted) {
            return waiting + updated + " out of " + wanted + " new replicas have been updated...";
        }
        if (all > updated) {
            return waiting + (all - updated) + " old replicas are pending termination...";
        }
        return available < updated
                ? waiting + available + " of " + updated + " updated replicas are available..."
                : "deployment \"" + name + "\" successfully rolled out";
    }

    private static boolean isLate(Deployment deployment) {
        return deployment.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Progressing")
                        && Objects.equals(condition.getReason(), "ProgressDeadlineExceeded"));
    }

    private static String daemonSet(DaemonSet daemons) {
        requireRolling(daemons.getSpec().getUpdateStrategy().getType());
        String name = daemons.getMetadata().getName();
        String waiting = "Waiting for daemon set \"" + name + "\" rollout to finish: ";
        DaemonSetStatus status = daemons.getStatus();
        if (!isObserved(daemons, status.getObservedGeneration())) {
            return "Waiting for daemon set spec update to be observed...";
        }
        int wanted = Text.number(status.getDesiredNumberScheduled());
        int updated = Text.number(status.getUpdatedNumberScheduled());
        int available = Text.number(status.getNumberAvailable());
        if (updated < wanted) {
            return waiting + updated + " out of " + wanted + " new pods have been updated...";
        }
        return available < wanted
                ? waiting + available + " of " + wanted + " updated pods are available..."
                : "daemon set \"" + name + "\" successfully rolled out";
    }

    private static void requireRolling(String strategy) {
        if (!strategy.equals("RollingUpdate")) {
            throw ApiFault.badRequest(ONLY_ROLLING);
        }
    }

    private static String statefulSet(StatefulSet set) {
        requireRolling(set.getSpec().getUpdateStrategy().getType());
        StatefulSetStatus status = set.getStatus();
        if (!isObserved(set, status.getObservedGeneration())) {
            return "Waiting for statefulset spec update to be observed...";
        }
        int wanted = Text.number(set.getSpec().getReplicas());
        int updated = Text.number(status.getUpdatedReplicas());
        int ready = Text.number(status.getReadyReplicas());
        if (ready < wanted) {
            return "Waiting for " + (wanted - ready) + " pods to be ready...";
        }
        RollingUpdateStatefulSetStrategy rolling =
                set.getSpec().getUpdateStrategy().getRollingUpdate();
        if (rolling != null) {
            int due = wanted - Text.number(rolling.getPartition());
            return rolling.getPartition() != null && updated < due
                    ? "Waiting for partitioned roll out to finish: " + updated + " out of " + due
                            + " new pods have been updated..."
                    : "partitioned roll out complete: " + updated + " new pods have been updated...";
        }
        return Objects.equals(status.getUpdateRevision(), status.getCurrentRevision())
                ? "statefulset rolling update complete " + Text.number(status.getCurrentReplicas())
                        + " pods at revision " + status.getCurrentRevision() + "..."
                : "waiting for statefulset rolling update to complete " + updated + " pods at revision "
                        + status.getUpdateRevision() + "...";
    }
}
