package packetwalk.linux.nftables;

import java.util.List;
import java.util.StringJoiner;

/** Elements as {@code nft list} prints them: nftables' src/expression.c {@code set_elem_expr_print()}. */
public final class ElementText {

    /** Where a line of a set's elements begins. */
    private static final String NEWLINE = ",\n\t\t\t     ";

    /** Types of which five stand in a line, and of which two do; of all others one: {@code calculate_delim()}. */
    private static final List<DataType> FIVE = List.of(
            DataTypes.NF_PROTO,
            DataTypes.INET_PROTO,
            DataTypes.INET_SERVICE,
            DataTypes.TCP_FLAG,
            DataTypes.MARK,
            DataTypes.IFACE_INDEX,
            DataTypes.CLASSID,
            DataTypes.UID,
            DataTypes.GID,
            DataTypes.CT_DIR,
            DataTypes.INTEGER,
            DataTypes.HOST_INTEGER);

    private static final List<DataType> TWO =
            List.of(DataTypes.IPV4_ADDR, DataTypes.CT_STATE, DataTypes.CT_STATUS, DataTypes.PKT_TYPE);

    private ElementText() {}

    /** {@code { … }} with all elements that have not ended at {@code now}. */
    public static String all(NftSet set, long now) {
        int perLine = set.spec().isAnonymous()
                ? Integer.MAX_VALUE
                : perLine(set.spec().keys());
        StringBuilder text = new StringBuilder("{ ");
        int count = 0;
        for (SetElement each : set.elements(now)) {
            if (count > 0) {
                text.append(count % perLine == 0 ? NEWLINE : ", ");
            }
            text.append(of(set.spec(), each, now));
            count++;
        }
        return text.append(" }").toString();
    }

    private static int perLine(List<DataType> keys) {
        if (keys.size() == 1 && FIVE.contains(keys.get(0))) {
            return 5;
        }
        return keys.size() == 1 && TWO.contains(keys.get(0)) ? 2 : 1;
    }

    /** One element. */
    public static String of(SetSpec spec, SetElement element, long now) {
        StringBuilder text = new StringBuilder(key(spec, element));
        element.statements().forEach(each -> text.append(' ').append(each));
        if (element.timeoutMillis() > 0 && element.timeoutMillis() != spec.timeoutMillis()) {
            text.append(" timeout ").append(TimeText.of(element.timeoutMillis()));
        }
        if (element.expires() > 0) {
            text.append(" expires ").append(TimeText.of((element.expires() - now) / 1_000_000));
        }
        if (!element.comment().isEmpty()) {
            text.append(" comment \"").append(element.comment()).append('"');
        }
        element.data().ifPresent(data -> text.append(" : ").append(data(spec, data)));
        return text.toString();
    }

    private static String data(SetSpec spec, SetElement.Mapped data) {
        return data.verdict()
                .map(Outcome::toString)
                .orElseGet(() -> parts(spec.data(), data.value().orElseThrow()));
    }

    /** A value of several types, as {@code 10.0.0.1 . 80}. */
    public static String parts(List<DataType> types, Value value) {
        StringJoiner text = new StringJoiner(" . ");
        int from = 0;
        for (DataType type : types) {
            int length = (type.bits() + 7) / 8;
            text.add(type.printExactly(value.part(from, length), true));
            from += length;
        }
        return text.toString();
    }

    private static String key(SetSpec spec, SetElement element) {
        if (element.isCatchAll()) {
            return "*";
        }
        StringJoiner text = new StringJoiner(" . ");
        int from = 0;
        for (DataType type : spec.keys()) {
            int length = (type.bits() + 7) / 8;
            text.add(range(type, element.from().part(from, length), element.to().part(from, length)));
            from += length;
        }
        return text.toString();
    }

    /** Two ends. */
    public static String span(DataType type, Value from, Value to) {
        return type.printPlain(from) + "-" + type.printPlain(to);
    }

    /** A single value, a prefix where the type has such and the range is one, or a range. */
    public static String range(DataType type, Value from, Value to) {
        if (from.equals(to)) {
            return type.printExactly(from, true);
        }
        int prefix = from.prefixTo(to);
        if (type.form() == DataType.Form.STRING) {
            return "\"" + from.name() + "*\"";
        }
        if (prefix >= 0 && type.hasPrefixes()) {
            return type.print(from) + "/" + prefix;
        }
        return type.printPlain(from) + "-" + type.printPlain(to);
    }
}
