package packetwalk.linux.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a set has or has not: a part for each of its dimensions. */
public record Element(List<Part> parts) {

    public Element {
        parts = List.copyOf(parts);
    }

    public static Element of(Part... parts) {
        return new Element(List.of(parts));
    }

    public Part part(int index) {
        return parts.get(index);
    }

    /** The same with another part at {@code index}. */
    public Element with(int index, Part part) {
        List<Part> changed = new ArrayList<>(parts);
        changed.set(index, part);
        return new Element(changed);
    }

    /** {@code 10.0.0.1,tcp:80}. */
    @Override
    public String toString() {
        return parts.stream().map(Part::toString).collect(Collectors.joining(","));
    }
}
