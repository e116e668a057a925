package packetwalk.kernel.exercise;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/**
 * What a learner's method is told of one situation, by name. Each reader throws IllegalArgumentException if there is nothing of that name, or
 * it is of another kind; the message has both.
 */
public final class Given {

    private final Map<String, Object> values;

    Given(Map<String, Object> values) {
        this.values = values;
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no " + name + " here; there is " + values.keySet());
        }
        return value;
    }

    /** Anything, as it is printed: {@code 10.0.1.7}. */
    public String text(String name) {
        return value(name).toString();
    }

    /** A whole number: a port, a count, an MTU in bytes. */
    public int number(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException other) {
            throw new IllegalArgumentException(name + " is no number here, but " + text(name), other);
        }
    }

    /** Whether something is so. */
    public boolean truth(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " is no yes or no here, but " + text(name));
        };
    }

    /** An address: {@code 10.0.1.7}. */
    public IpAddress address(String name) {
        return IpAddress.parse(text(name));
    }

    /** An address with the prefix length of its link: {@code 10.0.1.7/24}. */
    public InterfaceAddress interfaceAddress(String name) {
        return InterfaceAddress.parse(text(name));
    }

    /** A network: {@code 10.0.1.0/24}. */
    public Cidr cidr(String name) {
        return Cidr.parse(text(name));
    }

    /** Several, in order. */
    public List<String> texts(String name) {
        if (value(name) instanceof List<?> several) {
            return several.stream().map(Object::toString).toList();
        }
        throw new IllegalArgumentException(name + " is no list here, but " + text(name));
    }

    /** Several networks, in order. */
    public List<Cidr> cidrs(String name) {
        return texts(name).stream().map(Cidr::parse).toList();
    }

    /** Header fields by Wireshark's names: {@code ip.ttl}. */
    public Map<String, String> fields(String name) {
        if (!(value(name) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException(name + " has no fields here; it is " + text(name));
        }
        return fields.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toString(),
                        entry -> entry.getValue().toString()));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
