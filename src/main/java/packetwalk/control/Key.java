package packetwalk.control;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** What a controller's queue holds: {@code namespace/name}. */
record Key(String namespace, String name) {

    static Key of(HasMetadata object) {
        return new Key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }
}
