package packetwalk.net;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of a kind for each address family that there is, the primary first: how Kubernetes lists addresses and ranges
 * ({@code podIPs}, {@code clusterIPs}, {@code --cluster-cidr}), one of a single stack and two of a dual one.
 *
 * @param values one, or two of different families
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/dual-stack/">IPv4/IPv6 dual-stack</a>
 */
public record PerFamily<T extends OfFamily>(List<T> values) {

    public PerFamily {
        values = List.copyOf(values);
        boolean alike =
                values.size() == 2 && values.get(0).family() == values.get(1).family();
        if (values.isEmpty() || values.size() > 2 || alike) {
            throw new IllegalArgumentException(
                    values + " cannot be used; give one, or one of IPv4 and one of IPv6, the primary first");
        }
    }

    /** Of a single stack. */
    public static <T extends OfFamily> PerFamily<T> of(T only) {
        return new PerFamily<>(List.of(only));
    }

    /** Of a dual stack. */
    public static <T extends OfFamily> PerFamily<T> of(T primary, T secondary) {
        return new PerFamily<>(List.of(primary, secondary));
    }

    /**
     * Reads one, or two with a comma between them.
     *
     * @param each reads one of them
     * @throws IllegalArgumentException if {@code each} does, or both are of one family
     */
    public static <T extends OfFamily> PerFamily<T> parse(String text, Function<String, T> each) {
        return new PerFamily<>(Stream.of(text.split(", ?", -1)).map(each).toList());
    }

    /** The one that counts where there is room for one only. */
    public T primary() {
        return values.get(0);
    }

    /** The one of that family; empty if it has none. */
    public Optional<T> in(IpFamily family) {
        for (T each : values) {
            if (each.family() == family) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether there are both families. */
    public boolean isDual() {
        return values.size() == 2;
    }

    /** The families that there are, the primary first. */
    public List<IpFamily> families() {
        return isDual()
                ? List.of(values.get(0).family(), values.get(1).family())
                : List.of(primary().family());
    }

    /** Whether one of them belongs to IPv6. */
    public boolean hasIpv6() {
        return in(IpFamily.IPV6).isPresent();
    }

    /** Of each what {@code change} makes of it; the families stay. */
    public <U extends OfFamily> PerFamily<U> map(Function<T, U> change) {
        U first = change.apply(primary());
        return isDual() ? of(first, change.apply(values.get(1))) : of(first);
    }

    /** The same with {@code more} as the secondary, unless there is one of its family. */
    public PerFamily<T> and(T more) {
        Objects.requireNonNull(more, "more");
        if (in(more.family()).isPresent()) {
            return this;
        }
        return of(primary(), more);
    }

    /** The values, the primary first. */
    public Stream<T> stream() {
        return values.stream();
    }

    /** As flags of Kubernetes have it: {@code 10.0.0.0/14,fd00:10::/48}. */
    @Override
    public String toString() {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }
}
