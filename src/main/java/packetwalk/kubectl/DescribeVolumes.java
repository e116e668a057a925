package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod's volumes: those of objects and of the node itself at length, those of disks and of other machines by name. What is
 * in them has no effect here.
 */
final class DescribeVolumes {

    private DescribeVolumes() {}

    static void write(Description text, int level, List<Volume> volumes) {
        if (volumes.isEmpty()) {
            text.line(level, "Volumes:\t" + Text.NONE);
            return;
        }
        text.line(level, "Volumes:");
        for (Volume volume : volumes) {
            text.line(1, (level > 0 ? " " : "") + volume.getName() + ":");
            source(text, volume);
        }
    }

    private static void source(Description text, Volume volume) {
        if (volume.getHostPath() != null) {
            type(text, "HostPath (bare host directory volume)");
            text.line(2, "Path:\t" + volume.getHostPath().getPath());
            String type = volume.getHostPath().getType();
            text.line(2, "HostPathType:\t" + (type == null ? Text.NONE : type));
        } else if (volume.getEmptyDir() != null) {
            emptyDir(text, volume.getEmptyDir());
        } else if (volume.getSecret() != null) {
            type(text, "Secret (a volume populated by a Secret)");
            text.line(2, "SecretName:\t" + volume.getSecret().getSecretName());
            optional(text, volume.getSecret().getOptional());
        } else if (volume.getConfigMap() != null) {
            type(text, "ConfigMap (a volume populated by a ConfigMap)");
            text.line(2, "Name:\t" + volume.getConfigMap().getName());
            optional(text, volume.getConfigMap().getOptional());
        } else if (volume.getPersistentVolumeClaim() != null) {
            type(text, "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)");
            text.line(2, "ClaimName:\t" + volume.getPersistentVolumeClaim().getClaimName());
            text.line(
                    2,
                    "ReadOnly:\t"
                            + Boolean.TRUE.equals(
                                    volume.getPersistentVolumeClaim().getReadOnly()));
        } else if (volume.getDownwardAPI() != null) {
            type(text, "DownwardAPI (a volume populated by information about the pod)");
            text.line(2, "Items:");
            volume.getDownwardAPI().getItems().forEach(item -> item(text, item));
        } else if (volume.getProjected() != null) {
            type(text, "Projected (a volume that contains injected data from multiple sources)");
            volume.getProjected().getSources().forEach(source -> projected(text, source));
        }
    }

    private static void type(Description text, String type) {
        text.line(2, "Type:\t" + type);
    }

    private static void optional(Description text, @Nullable Boolean optional) {
        text.line(2, "Optional:\t" + Boolean.TRUE.equals(optional));
    }

    private static void emptyDir(Description text, EmptyDirVolumeSource source) {
        type(text, "EmptyDir (a temporary directory that shares a pod's lifetime)");
        text.line(2, "Medium:\t" + Text.orEmpty(source.getMedium()));
        boolean limited = source.getSizeLimit() != null
                && Amount.of(source.getSizeLimit()).value().signum() > 0;
        text.line(2, "SizeLimit:\t" + (limited ? Amount.of(source.getSizeLimit()) : "<unset>"));
    }

    private static void item(Description text, DownwardAPIVolumeFile item) {
        if (item.getFieldRef() != null) {
            text.line(3, item.getFieldRef().getFieldPath() + " -> " + item.getPath());
        }
        if (item.getResourceFieldRef() != null) {
            text.line(3, item.getResourceFieldRef().getResource() + " -> " + item.getPath());
        }
    }

    private static void projected(Description text, VolumeProjection source) {
        if (source.getSecret() != null) {
            text.line(2, "SecretName:\t" + source.getSecret().getName());
            optional(text, source.getSecret().getOptional());
        } else if (source.getDownwardAPI() != null) {
            text.line(2, "DownwardAPI:\ttrue");
        } else if (source.getConfigMap() != null) {
            text.line(2, "ConfigMapName:\t" + source.getConfigMap().getName());
            optional(text, source.getConfigMap().getOptional());
        } else if (source.getServiceAccountToken() != null) {
            text.line(
                    2,
                    "TokenExpirationSeconds:\t"
                            + source.getServiceAccountToken().getExpirationSeconds());
        }
    }
}
