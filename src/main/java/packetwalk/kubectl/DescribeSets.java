package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code kubectl describe daemonset} and {@code describe statefulset}. */
final class DescribeSets {

    private DescribeSets() {}

    static void daemonSet(Description text, DaemonSet daemons, List<HasMetadata> owned) {
        DaemonSetStatus status = daemons.getStatus();
        text.line(0, "Name:\t" + daemons.getMetadata().getName());
        text.line(0, "Namespace:\t" + daemons.getMetadata().getNamespace());
        text.line(0, "Selector:\t" + Text.selector(daemons.getSpec().getSelector()));
        text.line(
                0,
                "Node-Selector:\t"
                        + Text.labels(daemons.getSpec().getTemplate().getSpec().getNodeSelector()));
        text.labels(daemons);
        count(text, "Desired Number of Nodes Scheduled", status.getDesiredNumberScheduled());
        count(text, "Current Number of Nodes Scheduled", status.getCurrentNumberScheduled());
        count(text, "Number of Nodes Scheduled with Up-to-date Pods", status.getUpdatedNumberScheduled());
        count(text, "Number of Nodes Scheduled with Available Pods", status.getNumberAvailable());
        count(text, "Number of Nodes Misscheduled", status.getNumberMisscheduled());
        text.line(0, DescribeWorkload.podsStatus(owned));
        DescribeWorkload.template(text, daemons.getSpec().getTemplate());
    }

    private static void count(Description text, String title, @Nullable Integer number) {
        text.line(0, title + ": " + Text.number(number));
    }

    static void statefulSet(Description text, StatefulSet set, List<HasMetadata> owned) {
        StatefulSetSpec spec = set.getSpec();
        text.line(0, "Name:\t" + set.getMetadata().getName());
        text.line(0, "Namespace:\t" + set.getMetadata().getNamespace());
        text.line(0, "CreationTimestamp:\t" + Description.time(set.getMetadata().getCreationTimestamp()));
        text.line(0, "Selector:\t" + Text.selector(spec.getSelector()));
        text.labels(set);
        text.optional("Service Name", spec.getServiceName());
        text.optional("Pod Management Policy", spec.getPodManagementPolicy());
        text.line(
                0,
                "Replicas:\t" + Text.number(spec.getReplicas()) + " desired | "
                        + Text.number(set.getStatus().getReplicas()) + " total");
        text.line(0, "Update Strategy:\t" + spec.getUpdateStrategy().getType());
        RollingUpdateStatefulSetStrategy rolling = spec.getUpdateStrategy().getRollingUpdate();
        if (rolling != null && rolling.getPartition() != null) {
            text.line(1, "Partition:\t" + rolling.getPartition());
            if (rolling.getMaxUnavailable() != null) {
                text.line(1, "MaxUnavailable:\t" + DescribeWorkload.amount(rolling.getMaxUnavailable()));
            }
        }
        StatefulSetPersistentVolumeClaimRetentionPolicy claims = spec.getPersistentVolumeClaimRetentionPolicy();
        if (claims != null) {
            text.line(0, "Persistent Volume Claim Retention Policy:");
            text.line(1, "WhenDeleted:\t" + claims.getWhenDeleted());
            text.line(1, "WhenScaled:\t" + claims.getWhenScaled());
        }
        text.line(0, DescribeWorkload.podsStatus(owned));
        DescribeWorkload.template(text, spec.getTemplate());
        text.line(0, "Volume Claims:\t" + Text.NONE);
    }
}
