package packetwalk.api;

import io.fabric8.kubernetes.api.model.ObjectMeta;

/** Object metadata as a value: what is stored is never changed, so each change begins with a copy. */
public final class Metadata {

    private Metadata() {}

    /** A copy whose fields can be set without the original noticing; labels and lists are shared, so replace them whole. */
    public static ObjectMeta copy(ObjectMeta meta) {
        return new ObjectMeta(
                meta.getAnnotations(),
                meta.getCreationTimestamp(),
                meta.getDeletionGracePeriodSeconds(),
                meta.getDeletionTimestamp(),
                meta.getFinalizers(),
                meta.getGenerateName(),
                meta.getGeneration(),
                meta.getLabels(),
                meta.getManagedFields(),
                meta.getName(),
                meta.getNamespace(),
                meta.getOwnerReferences(),
                meta.getResourceVersion(),
                meta.getSelfLink(),
                meta.getUid());
    }
}
