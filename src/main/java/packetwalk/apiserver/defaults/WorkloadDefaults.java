package packetwalk.apiserver.defaults;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDaemonSet;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import org.jspecify.annotations.Nullable;

/** Defaults of what makes pods; pkg/apis/apps/v1/defaults.go. */
final class WorkloadDefaults {
    private static final String ROLLING = "RollingUpdate";

    private WorkloadDefaults() {}

    static void deployment(DeploymentSpec spec) {
        if (spec.getReplicas() == null) {
            spec.setReplicas(1);
        }
        if (spec.getStrategy() == null) {
            spec.setStrategy(new DeploymentStrategy());
        }
        DeploymentStrategy strategy = spec.getStrategy();
        if (isEmpty(strategy.getType())) {
            strategy.setType(ROLLING);
        }
        if (strategy.getType().equals(ROLLING)) {
            if (strategy.getRollingUpdate() == null) {
                strategy.setRollingUpdate(new RollingUpdateDeployment());
            }
            RollingUpdateDeployment rolling = strategy.getRollingUpdate();
            rolling.setMaxUnavailable(or(rolling.getMaxUnavailable(), new IntOrString("25%")));
            rolling.setMaxSurge(or(rolling.getMaxSurge(), new IntOrString("25%")));
        }
        if (spec.getRevisionHistoryLimit() == null) {
            spec.setRevisionHistoryLimit(10);
        }
        if (spec.getProgressDeadlineSeconds() == null) {
            spec.setProgressDeadlineSeconds(600);
        }
        template(spec.getTemplate());
    }

    static void replicaSet(ReplicaSetSpec spec) {
        if (spec.getReplicas() == null) {
            spec.setReplicas(1);
        }
        template(spec.getTemplate());
    }

    static void daemonSet(DaemonSetSpec spec) {
        if (spec.getUpdateStrategy() == null) {
            spec.setUpdateStrategy(new DaemonSetUpdateStrategy());
        }
        DaemonSetUpdateStrategy strategy = spec.getUpdateStrategy();
        if (isEmpty(strategy.getType())) {
            strategy.setType(ROLLING);
        }
        if (strategy.getType().equals(ROLLING)) {
            if (strategy.getRollingUpdate() == null) {
                strategy.setRollingUpdate(new RollingUpdateDaemonSet());
            }
            RollingUpdateDaemonSet rolling = strategy.getRollingUpdate();
            rolling.setMaxUnavailable(or(rolling.getMaxUnavailable(), new IntOrString(1)));
            rolling.setMaxSurge(or(rolling.getMaxSurge(), new IntOrString(0)));
        }
        if (spec.getRevisionHistoryLimit() == null) {
            spec.setRevisionHistoryLimit(10);
        }
        template(spec.getTemplate());
    }

    static void statefulSet(StatefulSetSpec spec) {
        if (isEmpty(spec.getPodManagementPolicy())) {
            spec.setPodManagementPolicy("OrderedReady");
        }
        statefulSetStrategy(spec);
        if (spec.getPersistentVolumeClaimRetentionPolicy() == null) {
            spec.setPersistentVolumeClaimRetentionPolicy(new StatefulSetPersistentVolumeClaimRetentionPolicy());
        }
        StatefulSetPersistentVolumeClaimRetentionPolicy claims = spec.getPersistentVolumeClaimRetentionPolicy();
        claims.setWhenDeleted(isEmpty(claims.getWhenDeleted()) ? "Retain" : claims.getWhenDeleted());
        claims.setWhenScaled(isEmpty(claims.getWhenScaled()) ? "Retain" : claims.getWhenScaled());
        if (spec.getReplicas() == null) {
            spec.setReplicas(1);
        }
        if (spec.getRevisionHistoryLimit() == null) {
            spec.setRevisionHistoryLimit(10);
        }
        template(spec.getTemplate());
    }

    private static void statefulSetStrategy(StatefulSetSpec spec) {
        if (spec.getUpdateStrategy() == null) {
            spec.setUpdateStrategy(new StatefulSetUpdateStrategy());
        }
        StatefulSetUpdateStrategy strategy = spec.getUpdateStrategy();
        if (isEmpty(strategy.getType())) {
            strategy.setType(ROLLING);
            if (strategy.getRollingUpdate() == null) {
                strategy.setRollingUpdate(new RollingUpdateStatefulSetStrategy());
            }
        }
        RollingUpdateStatefulSetStrategy rolling = strategy.getRollingUpdate();
        if (strategy.getType().equals(ROLLING) && rolling != null) {
            rolling.setPartition(rolling.getPartition() == null ? 0 : rolling.getPartition());
            rolling.setMaxUnavailable(or(rolling.getMaxUnavailable(), new IntOrString(1)));
        }
    }

    private static void template(@Nullable PodTemplateSpec template) {
        if (template != null && template.getSpec() != null) {
            PodDefaults.template(template.getSpec());
        }
    }

    private static IntOrString or(@Nullable IntOrString value, IntOrString otherwise) {
        return value == null ? otherwise : value;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
