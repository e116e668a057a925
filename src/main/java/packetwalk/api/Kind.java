package packetwalk.api;

import io.fabric8.kubernetes.api.builder.Builder;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A kind of object: its names, where it lives, and how its parts are taken apart.
 *
 * @param type fabric8's class of it
 * @param group {@code apps}; empty for the core group
 * @param version {@code v1}
 * @param name {@code Deployment}
 * @param plural {@code deployments}, also the resource's name in messages
 * @param singular {@code deployment}
 * @param shortNames {@code deploy}
 * @param namespaced whether its objects live in namespaces
 * @param spec what its {@code generation} counts the changes of; empty for kinds without a generation
 * @param parts how its objects are copied
 */
public record Kind<T extends HasMetadata>(
        Class<T> type,
        String group,
        String version,
        String name,
        String plural,
        String singular,
        List<String> shortNames,
        boolean namespaced,
        Optional<Function<T, Object>> spec,
        Parts<T> parts) {

    /**
     * How objects of a kind are copied without a walk through all their fields.
     *
     * @param shallow a new object of the same metadata, spec and status
     * @param statusOf of two objects, the first with the status of the second; empty for kinds without that subresource
     */
    public record Parts<T>(UnaryOperator<T> shallow, Optional<BinaryOperator<T>> statusOf) {}

    public Kind {
        Objects.requireNonNull(type, "type");
        shortNames = List.copyOf(shortNames);
    }

    /** {@code apps/v1}, or {@code v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The kind with its group, as messages about validity have it: {@code Deployment.apps}. */
    public String groupKind() {
        return group.isEmpty() ? name : name + "." + group;
    }

    /** The resource with its group, as other messages have it: {@code deployments.apps}. */
    public String groupResource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** One object's resource and group, as kubectl prints what it did: {@code deployment.apps}. */
    public String singularGroup() {
        return group.isEmpty() ? singular : singular + "." + group;
    }

    /** A copy, metadata aside sharing all with {@code object}: for changes of the metadata only. */
    public T withMetadata(T object, ObjectMeta meta) {
        T copy = parts.shallow().apply(object);
        copy.setMetadata(meta);
        return copy;
    }

    /** A copy that shares nothing with {@code object}. */
    public T copy(T object) {
        Object builder = ((Editable<?>) object).edit();
        return type.cast(((Builder<?>) builder).build());
    }
}
