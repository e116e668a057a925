package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
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

/** {@code kubectl describe deployment} and {@code describe replicaset}. */
final class DescribeWorkload {
    private static final String REVISION = "deployment.kubernetes.io/revision";

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

    /** The new one has the Deployment's own revision; all others are old, whether they have pods or not. */
    private static void replicaSets(Description text, Deployment deployment, List<HasMetadata> owned) {
        List<ReplicaSet> all = owned.stream()
                .filter(ReplicaSet.class::isInstance)
                .map(ReplicaSet.class::cast)
                .toList();
        if (all.isEmpty()) {
            return;
        }
        String current = revision(deployment);
        List<ReplicaSet> fresh =
                all.stream().filter(each -> revision(each).equals(current)).toList();
        List<ReplicaSet> old =
                all.stream().filter(each -> !revision(each).equals(current)).toList();
        text.line(0, "OldReplicaSets:\t" + list(old));
        text.line(0, "NewReplicaSet:\t" + list(fresh));
    }

    private static String revision(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(REVISION, "");
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
        text.line(
                0,
                "Pods Status:\t%d Running / %d Waiting / %d Succeeded / %d Failed"
                        .formatted(
                                count(owned, "Running"),
                                count(owned, "Pending"),
                                count(owned, "Succeeded"),
                                count(owned, "Failed")));
        template(text, replicas.getSpec().getTemplate());
    }

    private static long count(List<HasMetadata> owned, String phase) {
        return owned.stream()
                .filter(each -> each instanceof Pod pod
                        && Objects.equals(pod.getStatus().getPhase(), phase))
                .count();
    }

    private static void template(Description text, PodTemplateSpec template) {
        text.line(0, "Pod Template:");
        Map<String, String> labels =
                template.getMetadata() == null ? null : template.getMetadata().getLabels();
        text.labels(1, "Labels", labels);
        if (template.getMetadata() != null
                && template.getMetadata().getAnnotations() != null
                && !template.getMetadata().getAnnotations().isEmpty()) {
            text.annotations(1, template.getMetadata().getAnnotations());
        }
        String account = template.getSpec().getServiceAccountName();
        if (account != null && !account.isEmpty()) {
            text.line(1, "Service Account:\t" + account);
        }
        if (!template.getSpec().getInitContainers().isEmpty()) {
            DescribeContainers.write(text, "Init Containers", template.getSpec().getInitContainers(), List.of(), 1);
        }
        DescribeContainers.write(text, "Containers", template.getSpec().getContainers(), List.of(), 1);
        DescribePod.volumes(text, 1, template.getSpec().getVolumes());
        text.labels(1, "Node-Selectors", template.getSpec().getNodeSelector());
        text.several(
                1, "Tolerations", DescribePod.tolerations(template.getSpec().getTolerations()));
    }

    private static Object amount(IntOrString amount) {
        return amount.getStrVal() == null ? amount.getIntVal() : amount.getStrVal();
    }
}
