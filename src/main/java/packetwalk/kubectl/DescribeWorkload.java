package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** {@code kubectl describe deployment} and {@code describe replicaset}, and what all workloads have. */
final class DescribeWorkload {
    private DescribeWorkload() {}

    static void deployment(Description text, Deployment deployment, List<HasMetadata> owned) {
        DeploymentStatus status = deployment.getStatus();
        text.line(0, "Name:\t" + deployment.getMetadata().getName());
        text.line(0, "Namespace:\t" + deployment.getMetadata().getNamespace());
        text.line(
                0,
                "CreationTimestamp:\t"
                        + Description.time(deployment.getMetadata().getCreationTimestamp()));
        text.labels(deployment);
        text.line(0, "Selector:\t" + Text.selector(deployment.getSpec().getSelector()));
        text.line(
                0,
                "Replicas:\t%d desired | %d updated | %d total | %d available | %d unavailable"
                        .formatted(
                                Text.number(deployment.getSpec().getReplicas()),
                                Text.number(status.getUpdatedReplicas()),
                                Text.number(status.getReplicas()),
                                Text.number(status.getAvailableReplicas()),
                                Text.number(status.getUnavailableReplicas())));
        text.line(0, "StrategyType:\t" + deployment.getSpec().getStrategy().getType());
        text.line(0, "MinReadySeconds:\t" + Text.number(deployment.getSpec().getMinReadySeconds()));
        RollingUpdateDeployment rolling = deployment.getSpec().getStrategy().getRollingUpdate();
        if (rolling != null) {
            text.line(
                    0,
                    "RollingUpdateStrategy:\t" + amount(rolling.getMaxUnavailable()) + " max unavailable, "
                            + amount(rolling.getMaxSurge()) + " max surge");
        }
        template(text, deployment.getSpec().getTemplate());
        if (!status.getConditions().isEmpty()) {
            text.line(0, "Conditions:").line(1, "Type\tStatus\tReason").line(1, "----\t------\t------");
            status.getConditions().forEach(each -> text.line(1, cells(each)));
        }
        replicaSets(text, deployment, owned);
    }

    private static String cells(DeploymentCondition condition) {
        return condition.getType() + " \t" + condition.getStatus() + "\t" + condition.getReason();
    }

    /** The new one is the oldest of the Deployment's own template; the others are listed even when they have no pods. */
    private static void replicaSets(Description text, Deployment deployment, List<HasMetadata> owned) {
        List<ReplicaSet> all = Revisions.replicaSets(owned);
        if (all.isEmpty()) {
            return;
        }
        List<ReplicaSet> fresh = Revisions.current(deployment, all).stream().toList();
        List<ReplicaSet> old =
                all.stream().filter(each -> !fresh.contains(each)).toList();
        text.line(0, "OldReplicaSets:\t" + list(old));
        text.line(0, "NewReplicaSet:\t" + list(fresh));
    }

    private static String list(List<ReplicaSet> all) {
        return Text.orNone(all.stream()
                .map(each -> "%s (%d/%d replicas created)"
                        .formatted(
                                each.getMetadata().getName(),
                                Text.number(each.getStatus().getReplicas()),
                                Text.number(each.getSpec().getReplicas())))
                .collect(Collectors.joining(", ")));
    }

    static void replicaSet(Description text, ReplicaSet replicas, List<HasMetadata> owned) {
        text.line(0, "Name:\t" + replicas.getMetadata().getName());
        text.line(0, "Namespace:\t" + replicas.getMetadata().getNamespace());
        text.line(0, "Selector:\t" + Text.selector(replicas.getSpec().getSelector()));
        text.labels(replicas);
        text.controlledBy(replicas);
        text.line(
                0,
                "Replicas:\t%d current / %d desired"
                        .formatted(
                                Text.number(replicas.getStatus().getReplicas()),
                                Text.number(replicas.getSpec().getReplicas())));
        text.line(0, podsStatus(owned));
        template(text, replicas.getSpec().getTemplate());
        if (!replicas.getStatus().getConditions().isEmpty()) {
            text.line(0, "Conditions:").line(1, "Type\tStatus\tReason").line(1, "----\t------\t------");
            replicas.getStatus()
                    .getConditions()
                    .forEach(each -> text.line(
                            1, each.getType() + " \t" + each.getStatus() + "\t" + Text.orEmpty(each.getReason())));
        }
    }

    /** How many of its pods are in which phase. */
    static String podsStatus(List<HasMetadata> owned) {
        return "Pods Status:\t%d Running / %d Waiting / %d Succeeded / %d Failed"
                .formatted(
                        count(owned, "Running"),
                        count(owned, "Pending"),
                        count(owned, "Succeeded"),
                        count(owned, "Failed"));
    }

    private static long count(List<HasMetadata> owned, String phase) {
        return owned.stream()
                .filter(each -> each instanceof Pod pod
                        && Objects.equals(pod.getStatus().getPhase(), phase))
                .count();
    }

    /** What its pods are made of. */
    static void template(Description text, PodTemplateSpec template) {
        PodSpec spec = template.getSpec();
        text.line(0, "Pod Template:");
        Map<String, String> labels =
                template.getMetadata() == null ? null : template.getMetadata().getLabels();
        text.labels(1, "Labels", labels);
        if (template.getMetadata() != null
                && template.getMetadata().getAnnotations() != null
                && !template.getMetadata().getAnnotations().isEmpty()) {
            text.annotations(1, template.getMetadata().getAnnotations());
        }
        if (!Text.orEmpty(spec.getServiceAccountName()).isEmpty()) {
            text.line(1, "Service Account:\t" + spec.getServiceAccountName());
        }
        if (!spec.getInitContainers().isEmpty()) {
            DescribeContainers.ofTemplate(text, "Init Containers", spec.getInitContainers());
        }
        DescribeContainers.ofTemplate(text, "Containers", spec.getContainers());
        DescribeVolumes.write(text, 1, spec.getVolumes());
        DescribePod.spread(text, 1, spec.getTopologySpreadConstraints());
        if (!Text.orEmpty(spec.getPriorityClassName()).isEmpty()) {
            text.line(1, "Priority Class Name:\t" + spec.getPriorityClassName());
        }
        text.labels(1, "Node-Selectors", spec.getNodeSelector());
        text.several(1, "Tolerations", DescribePod.tolerations(spec.getTolerations()));
    }

    static Object amount(IntOrString amount) {
        return amount.getStrVal() == null ? amount.getIntVal() : amount.getStrVal();
    }
}
