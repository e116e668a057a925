package packetwalk.ingress;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Objects;

/** An object's namespace and name, {@code default/web}. */
public record ObjectName(String namespace, String name) {

    public ObjectName {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
    }

    /** That of an object which lives in a namespace. */
    public static ObjectName of(HasMetadata object) {
        return new ObjectName(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
