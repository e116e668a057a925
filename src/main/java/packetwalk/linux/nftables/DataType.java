package packetwalk.linux.nftables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;

/**
 * What bytes mean, and so how they are typed and printed: nftables' {@code struct datatype}, src/datatype.c.
 *
 * <p>The types themselves stand in {@link DataTypes}.
 */
public final class DataType {

    /** How a value without a name of its own is printed. */
    public enum Form {
        DECIMAL,
        /** With as many digits as the type has: {@code 0x00000010}. */
        HEX,
        /** With as few digits as the number has: {@code 0x1020304}. */
        SHORT_HEX,
        ADDRESS,
        MAC,
        /** In quotes, and as many bytes as a device's name. */
        STRING,
        /** Seconds, or milliseconds: {@code 1h30m}. */
        TIME,
        /** Major and minor: {@code 1:2}. */
        CLASS,
        /** 0 and 1 that have names only. */
        BOOLEAN,
        VERDICT
    }

    private final String name;
    private final int bits;
    private final Form form;
    private final boolean hostOrder;
    private final boolean flags;
    private final Map<String, Long> symbols;

    private DataType(String name, int bits, Form form, boolean hostOrder, boolean flags, Map<String, Long> symbols) {
        this.name = name;
        this.bits = bits;
        this.form = form;
        this.hostOrder = hostOrder;
        this.flags = flags;
        this.symbols = symbols;
    }

    static DataType of(String name, int bits, Form form) {
        return new DataType(name, bits, form, false, false, Map.of());
    }

    /** A number as this machine, which is little-endian, keeps it: what {@code nft} sorts the other way round. */
    DataType ofHost() {
        return new DataType(name, bits, form, true, flags, symbols);
    }

    /** Values that are bits of a mask, several of which may be set: {@code bitmask_type}. */
    DataType asFlags() {
        return new DataType(name, bits, form, hostOrder, true, symbols);
    }

    /**
     * With names for numbers, in the order in which they are looked for: {@code symbol_table}.
     *
     * @param names {@code name=number}, with blanks between
     */
    DataType with(String names) {
        Map<String, Long> table = new LinkedHashMap<>();
        for (String each : names.split(" ")) {
            int equals = each.indexOf('=');
            table.put(each.substring(0, equals), Long.decode(each.substring(equals + 1)));
        }
        return new DataType(name, bits, form, hostOrder, flags, table);
    }

    /** The same meaning in another number of bits: a header's field that is shorter than the type. */
    public DataType of(int otherBits) {
        return otherBits == bits ? this : new DataType(name, otherBits, form, hostOrder, flags, symbols);
    }

    /** As {@code type} takes it. */
    public String name() {
        return name;
    }

    /** How long a value is; 0 for what has no length. */
    public int bits() {
        return bits;
    }

    public Form form() {
        return form;
    }

    /** Whether ranges of it are printed as prefixes where they can be: DTYPE_F_PREFIX. */
    public boolean hasPrefixes() {
        return form == Form.ADDRESS || this == DataTypes.MARK;
    }

    /** Whether a number is kept as this machine does, which is little-endian. */
    public boolean hostOrder() {
        return hostOrder;
    }

    /** Whether several values may hold at once, as flags of TCP. */
    public boolean flags() {
        return flags;
    }

    /** Whether {@code nft} compares values of it as a little-endian machine reads the bytes: strings. */
    boolean sortsBackwards() {
        return form == Form.STRING;
    }

    /** A value of this type; more than 64 bits are for addresses only. */
    public Value value(long number) {
        return Value.of(number, bits);
    }

    /** What {@code word} means; empty if it means nothing. */
    public Optional<Value> parse(String word) {
        Long named = symbols.get(word);
        if (named != null) {
            return Optional.of(value(named));
        }
        return switch (form) {
            case ADDRESS -> address(word);
            case MAC -> mac(word);
            case STRING -> name(word);
            case TIME -> TimeText.parse(word).map(millis -> value(DataTypes.isSeconds(this) ? millis / 1000 : millis));
            case CLASS -> classId(word);
            default -> number(word);
        };
    }

    /** A device's index is kept as its name; none is printed as the index 0. */
    private Optional<Value> name(String word) {
        boolean none = this == DataTypes.IFACE_INDEX && word.equals("0");
        return word.length() < Value.NAME_BYTES ? Optional.of(Value.ofName(none ? "" : word)) : Optional.empty();
    }

    private Optional<Value> address(String word) {
        boolean fits = IpAddress.isAddress(word) && (IpAddress.parse(word).family() == IpFamily.IPV4) == (bits == 32);
        return fits ? Optional.of(Value.of(IpAddress.parse(word))) : bits == 32 ? number(word) : Optional.empty();
    }

    private static Optional<Value> mac(String word) {
        return word.matches("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}")
                ? Optional.of(Value.of(MacAddress.parse(padded(word)).bits(), 48))
                : Optional.empty();
    }

    private static String padded(String mac) {
        List<String> octets = new ArrayList<>();
        for (String octet : mac.split(":")) {
            octets.add(octet.length() == 1 ? "0" + octet : octet);
        }
        return String.join(":", octets);
    }

    private Optional<Value> classId(String word) {
        int colon = word.indexOf(':');
        if (colon < 0) {
            return number(word);
        }
        return number(word.substring(0, colon).isEmpty() ? "0" : "0x" + word.substring(0, colon))
                .flatMap(major -> number("0x" + word.substring(colon + 1))
                        .map(minor -> value(major.number() << 16 | minor.number())));
    }

    private Optional<Value> number(String word) {
        boolean hex = word.startsWith("0x") || word.startsWith("0X");
        String digits = hex ? word.substring(2) : word;
        if (!digits.matches(hex ? "[0-9a-fA-F]{1,32}" : "[0-9]{1,20}") || bits == 0) {
            return Optional.empty();
        }
        java.math.BigInteger number = new java.math.BigInteger(digits, hex ? 16 : 10);
        if (number.bitLength() > bits) {
            return Optional.empty();
        }
        int length = (bits + 7) / 8;
        return Optional.of(Value.of(number.shiftRight(64).longValue(), Math.max(0, length - 8) * 8)
                .then(Value.of(number.longValue(), Math.min(length, 8) * 8)));
    }

    /** The value as {@code nft list} prints it. */
    public String print(Value value) {
        String named = symbol(value);
        if (named != null) {
            return form == Form.STRING || this == DataTypes.DEVGROUP ? "\"" + named + "\"" : named;
        }
        if (flags && !symbols.isEmpty()) {
            return flagWords(value.number());
        }
        return printPlain(value);
    }

    /** As glibc's inet_ntop() has it: with six groups of zeros in front, the rest is printed as if it were IPv4. */
    private static String printAddress(IpAddress address) {
        boolean compatible = address.family() == IpFamily.IPV6 && address.high() == 0 && address.low() >>> 16 != 0;
        return compatible && address.low() >>> 32 == 0
                ? "::" + IpAddress.ofV4((int) address.low())
                : address.toString();
    }

    /** The value without the names that it may have: how ends of ranges are printed. */
    String printPlain(Value value) {
        return switch (form) {
            case ADDRESS -> printAddress(value.address());
            case MAC -> new MacAddress(value.number()).toString();
            case STRING -> this == DataTypes.IFACE_INDEX ? printDevice(value) : "\"" + value.name() + "\"";
            case TIME -> TimeText.of(DataTypes.isSeconds(this) ? value.number() * 1000 : value.number());
            case CLASS -> Long.toHexString(value.number() >>> 16) + ":" + Long.toHexString(value.number() & 0xffff);
            case HEX -> "0x" + padded(Long.toHexString(value.number()), (bits + 7) / 8 * 2);
            case SHORT_HEX -> "0x" + value.toString().substring(2).replaceFirst("^0+(?=.)", "");
            default -> Long.toUnsignedString(value.number());
        };
    }

    /** No device has the index 0; one that is not there is known by its index only. */
    private static String printDevice(Value value) {
        String name = value.isZero() ? "0" : value.name();
        return name.matches("[0-9]+") ? name : "\"" + name + "\"";
    }

    private static String padded(String digits, int length) {
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }

    private @Nullable String symbol(Value value) {
        long number = value.number();
        for (Map.Entry<String, Long> each : symbols.entrySet()) {
            if (each.getValue() == number) {
                return each.getKey();
            }
        }
        return null;
    }

    /** Flags that must all be set, and no others: joined by a stroke, or as a number where the value is of the wire. */
    public String printExactly(Value value, boolean inSet) {
        String words = print(value);
        if (!flags || words.indexOf(',') < 0) {
            return words;
        }
        return hostOrder || inSet ? words.replace(",", " | ") : "0x" + Long.toHexString(value.number());
    }

    /** {@code bitmask}: the names of all bits that are set, the rest as a number. */
    private String flagWords(long number) {
        List<String> words = new ArrayList<>();
        long rest = number;
        for (Map.Entry<String, Long> each : byBit()) {
            if (each.getValue() != 0 && (rest & each.getValue()) == each.getValue()) {
                words.add(each.getKey());
                rest &= ~each.getValue();
            }
        }
        if (rest != 0 || words.isEmpty()) {
            words.add("0x" + Long.toHexString(rest));
        }
        return String.join(",", words);
    }

    private List<Map.Entry<String, Long>> byBit() {
        return symbols.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList();
    }

    /** Names that values have, in nft's order. */
    public List<String> symbols() {
        return List.copyOf(symbols.keySet());
    }

    @Override
    public String toString() {
        return name;
    }
}
