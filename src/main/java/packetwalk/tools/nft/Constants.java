package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Value;
import packetwalk.net.Protocol;
import packetwalk.net.Services;

/** Reads values that stand in a rule or a set, as their type takes them: numbers, names, addresses, prefixes, ranges. */
final class Constants {

    private final Tokens tokens;

    Constants(Tokens tokens) {
        this.tokens = tokens;
    }

    /** How a span was typed, which is how it is printed. */
    enum Shape {
        VALUE,
        PREFIX,
        RANGE
    }

    /** A value, or all from one to another. */
    record Span(Value from, Value to, Shape shape) {

        static Span of(Value value) {
            return new Span(value, value, Shape.VALUE);
        }

        boolean single() {
            return shape == Shape.VALUE;
        }
    }

    /** One value. */
    Value value(DataType type) {
        int mark = tokens.mark();
        boolean bracketed = tokens.take("[");
        String word = type == DataTypes.IFACE_INDEX ? device() : word(type);
        Optional<Value> value = type.parse(word).or(() -> elsewhere(type, word));
        if (value.isEmpty()) {
            throw tokens.refusal(mark, why(type, word));
        }
        if (bracketed) {
            tokens.expect("]");
        }
        return value.get();
    }

    /** A word, put together where the lexer cut it: {@code 1:2} of a class. */
    private String word(DataType type) {
        String word = tokens.name();
        if (type.form() == DataType.Form.CLASS && tokens.take(":")) {
            return word + ":" + tokens.name();
        }
        return word;
    }

    /** A device by its name or index; an index that none has stays a number. */
    private String device() {
        String word = tokens.peek().text();
        boolean index = word.matches("[0-9]+");
        Optional<String> name = tokens.devices().of(word);
        if (name.isEmpty() && !index) {
            throw tokens.refusal("Interface does not exist");
        }
        tokens.next();
        return name.orElse(word);
    }

    private static String why(DataType type, String word) {
        if (type.form() == DataType.Form.ADDRESS && word.matches("[0-9.:a-fA-F]+")) {
            return "Could not resolve hostname: Address family for hostname not supported";
        }
        boolean number = word.matches("[0-9]+|0x[0-9a-fA-F]+");
        return number && type.bits() > 0
                ? "Value " + word + " exceeds valid range 0-" + ((1L << Math.min(62, type.bits())) - 1)
                : "Could not parse " + type + " \"" + word + "\"";
    }

    /** Names that the system knows: services, and protocols by a second name. */
    private static Optional<Value> elsewhere(DataType type, String word) {
        if (type.name().equals("inet_service")) {
            return Services.port(word, Protocol.TCP)
                    .or(() -> Services.port(word, Protocol.UDP))
                    .map(port -> type.value(port));
        }
        if (type.name().equals("inet_proto")) {
            return Protocol.named(word).map(protocol -> type.value(protocol.number()));
        }
        boolean root = type == DataTypes.UID || type == DataTypes.GID;
        return root && word.equals("root") ? Optional.of(type.value(0)) : Optional.empty();
    }

    /** Several flags as one value: {@code syn | ack}, {@code (syn | ack)}, {@code syn,ack}. */
    Value mask(DataType type) {
        if (tokens.take("(")) {
            Value value = flags(type);
            tokens.expect(")");
            return value;
        }
        return value(type);
    }

    private Value flags(DataType type) {
        Value value = value(type);
        while (tokens.at("|", ",")) {
            tokens.next();
            value = value.or(value(type));
        }
        return value;
    }

    /** A value, a prefix, a range, or, for names, all that begin so. */
    Span span(DataType type) {
        boolean name = type.form() == DataType.Form.STRING;
        if (name && tokens.peek().text().endsWith("*")) {
            String text = tokens.name();
            String start = text.substring(0, text.length() - 1);
            Value from = Value.ofName(start);
            return new Span(from, from.last(start.length() * 8), Shape.PREFIX);
        }
        Value from = mask(type);
        while (type.flags() && tokens.take("|")) {
            from = from.or(value(type));
        }
        if (tokens.at("/") && !type.flags()) {
            tokens.next();
            int mark = tokens.mark();
            long bits = tokens.number();
            if (bits > type.bits()) {
                throw tokens.refusal(
                        mark, "Prefix length " + bits + " is invalid for type of " + type.bits() + " bits width");
            }
            Value start = from.and(from.mask((int) bits));
            boolean whole = bits == type.bits();
            return new Span(start, start.last((int) bits), whole ? Shape.VALUE : Shape.PREFIX);
        }
        if (tokens.take("-")) {
            int mark = tokens.mark();
            Value to = value(type);
            if (to.compareTo(from) < 0) {
                throw tokens.refusal(mark, "Range has zero or negative size");
            }
            return new Span(from, to, Shape.RANGE);
        }
        return Span.of(from);
    }

    /** The parts of a concatenation, each of which may be a range. */
    List<Span> spans(List<DataType> types) {
        List<Span> parts = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (i > 0) {
                tokens.expect(".");
            }
            parts.add(span(types.get(i)));
        }
        return parts;
    }

    /** All parts one behind the other: the least key, and the greatest. */
    static Span joined(List<Span> parts) {
        Value from = Value.EMPTY;
        Value to = Value.EMPTY;
        for (Span each : parts) {
            from = from.then(each.from());
            to = to.then(each.to());
        }
        Shape shape = parts.stream()
                .map(Span::shape)
                .filter(each -> each != Shape.VALUE)
                .findFirst()
                .orElse(Shape.VALUE);
        return new Span(from, to, shape);
    }
}
