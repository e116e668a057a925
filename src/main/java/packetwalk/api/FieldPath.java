package packetwalk.api;

import java.util.Objects;

/** Where in an object: {@code spec.ports[0].nodePort}. */
public record FieldPath(String text) {

    /** The object itself. */
    public static final FieldPath ROOT = new FieldPath("");

    public FieldPath {
        Objects.requireNonNull(text, "text");
    }

    /** The path of nested fields, {@code of("spec", "ports")}. */
    public static FieldPath of(String... names) {
        return new FieldPath(String.join(".", names));
    }

    /** A field of what stands here. */
    public FieldPath child(String name) {
        return new FieldPath(text.isEmpty() ? name : text + "." + name);
    }

    /** An element of the list here. */
    public FieldPath index(int index) {
        return new FieldPath(text + "[" + index + "]");
    }

    /** An entry of the map here. */
    public FieldPath key(String key) {
        return new FieldPath(text + "[" + key + "]");
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "<nil>" : text;
    }
}
