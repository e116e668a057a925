package packetwalk.kernel.exercise;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/** What a learner's method is told of one situation, by name. */
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

    public String text(String name) {
        return value(name).toString();
    }

    public int number(String name) {
        return Integer.parseInt(text(name));
    }

    public boolean truth(String name) {
        return Boolean.parseBoolean(text(name));
    }

    public IpAddress address(String name) {
        return IpAddress.parse(text(name));
    }

    public InterfaceAddress interfaceAddress(String name) {
        return InterfaceAddress.parse(text(name));
    }

    public Cidr cidr(String name) {
        return Cidr.parse(text(name));
    }

    public List<String> texts(String name) {
        return ((List<?>) value(name)).stream().map(Object::toString).toList();
    }

    public List<Cidr> cidrs(String name) {
        return texts(name).stream().map(Cidr::parse).toList();
    }

    /** Header fields by Wireshark's names: {@code ip.ttl}. */
    public Map<String, String> fields(String name) {
        return ((Map<?, ?>) value(name))
                .entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().toString(),
                                entry -> entry.getValue().toString()));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
