package packetwalk.linux.nftables;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a set is declared as.
 *
 * @param name empty for one that stands in a rule
 * @param keys types of the parts of a key
 * @param typeof the expressions that it was declared by, as {@code ip saddr . tcp dport}; empty for {@code type}
 * @param data types of the parts of what a map maps to; empty for a set
 * @param typeofData as {@code typeof}, for what a map maps to
 * @param flags what it can do
 * @param size most elements that it holds; 0 for any number
 * @param timeoutMillis how long elements live that do not say it; 0 for ever
 * @param gcMillis how often what has ended is looked for; 0 for the kernel's choice. Kept only
 * @param autoMerge whether neighbouring ranges become one
 * @param policy {@code memory} or {@code performance}; empty for none. Kept only
 * @param statements what each element remembers
 * @param comment may be empty
 */
public record SetSpec(
        String name,
        List<DataType> keys,
        String typeof,
        List<DataType> data,
        String typeofData,
        Set<SetFlag> flags,
        int size,
        long timeoutMillis,
        long gcMillis,
        boolean autoMerge,
        String policy,
        List<Statement> statements,
        String comment) {

    public SetSpec {
        Objects.requireNonNull(name, "name");
        keys = List.copyOf(keys);
        data = List.copyOf(data);
        EnumSet<SetFlag> ordered = EnumSet.noneOf(SetFlag.class);
        ordered.addAll(flags);
        flags = Collections.unmodifiableSet(ordered);
        statements = List.copyOf(statements);
    }

    /** One that stands in a rule. */
    public static SetSpec anonymous(List<DataType> keys, List<DataType> data, boolean interval) {
        Set<SetFlag> flags = interval ? EnumSet.of(SetFlag.CONSTANT, SetFlag.INTERVAL) : EnumSet.of(SetFlag.CONSTANT);
        return new SetSpec("", keys, "", data, "", flags, 0, 0, 0, false, "", List.of(), "");
    }

    /** The same, of another size. */
    SetSpec sized(int most) {
        return with(most, timeoutMillis, gcMillis);
    }

    /** The same, with what another declaration says of size, timeout and interval. */
    SetSpec updated(SetSpec other) {
        return with(other.size > 0 ? other.size : size, other.timeoutMillis, other.gcMillis);
    }

    /** Whether {@link #updated} would change it. */
    boolean differs(SetSpec other) {
        return (other.size > 0 && other.size != size)
                || other.timeoutMillis != timeoutMillis
                || other.gcMillis != gcMillis;
    }

    private SetSpec with(int most, long timeout, long gc) {
        return new SetSpec(
                name, keys, typeof, data, typeofData, flags, most, timeout, gc, autoMerge, policy, statements, comment);
    }

    public boolean has(SetFlag flag) {
        return flags.contains(flag);
    }

    public boolean isMap() {
        return !data.isEmpty();
    }

    /** Whether it maps to verdicts. */
    public boolean isVerdictMap() {
        return isMap() && data.get(0) == DataTypes.VERDICT;
    }

    public boolean isAnonymous() {
        return name.isEmpty();
    }

    /** Bytes of each part of a key. */
    public List<Integer> keyLengths() {
        return keys.stream().map(type -> (type.bits() + 7) / 8).toList();
    }

    /** The order in which elements are printed. */
    Comparator<Value> order() {
        boolean backwards = keys.size() > 1 || keys.get(0).sortsBackwards();
        return backwards ? Value::compareBackwards : Comparator.naturalOrder();
    }

    /** Types as they are typed: {@code ipv4_addr . inet_service}. */
    public static String words(List<DataType> types) {
        return types.stream().map(DataType::name).collect(Collectors.joining(" . "));
    }
}
