package packetwalk.proxy;

import io.fabric8.kubernetes.api.model.ObjectMeta;

/** A Service's namespace and name; Kubernetes {@code types.NamespacedName}. */
public record ServiceName(String namespace, String name) {

    static ServiceName of(ObjectMeta meta) {
        return new ServiceName(meta.getNamespace(), meta.getName());
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
