package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Bytes;
import packetwalk.net.Wire;

/**
 * Arithmetic on the packet's bytes: {@code -m u32}, net/netfilter/xt_u32.c {@code u32_match_it()}.
 *
 * @param tests all must hold; a place beyond the packet's end holds for none
 */
public record U32Match(List<Test> tests, boolean negated) implements Match {

    /** What an operator does with the value so far. */
    public enum Operator {
        AND("&"),
        LEFT("<<"),
        RIGHT(">>"),
        /** Adds it to the place that offsets count from, and reads anew. */
        AT("@");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        @Override
        public String toString() {
            return sign;
        }
    }

    /** One operator with the number behind it. */
    public record Operation(Operator operator, long number) {

        @Override
        public String toString() {
            return operator + "0x" + Long.toHexString(number);
        }
    }

    /**
     * One test: {@code 0>>22&0x3C@0>>24=8}.
     *
     * @param start the offset of the first four bytes that are read
     * @param values what the result may be
     */
    public record Test(long start, List<Operation> operations, List<Range> values) {

        public Test {
            operations = List.copyOf(operations);
            values = List.copyOf(values);
        }

        boolean holds(Bytes packet) {
            long at = 0;
            long place = start;
            if (place + 4 > packet.length()) {
                return false;
            }
            long value = packet.uint32((int) place);
            for (Operation operation : operations) {
                long number = operation.number();
                switch (operation.operator()) {
                    case AND -> value &= number;
                    // a shift counts modulo 32, as the processor does it
                    case LEFT -> value = value << (number & 31) & 0xffff_ffffL;
                    case RIGHT -> value >>>= number & 31;
                    case AT -> {
                        at += value;
                        place = at + number;
                        if (place + 4 > packet.length()) {
                            return false;
                        }
                        value = packet.uint32((int) place);
                    }
                }
            }
            for (Range range : values) {
                if (Range.allows(range, value)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            String ranges = values.stream().map(Test::hexadecimal).collect(Collectors.joining(","));
            String operators = operations.stream().map(Operation::toString).collect(Collectors.joining());
            return "0x" + Long.toHexString(start) + operators + "=" + ranges;
        }

        private static String hexadecimal(Range range) {
            String from = "0x" + Long.toHexString(range.from());
            return range.from() == range.to() ? from : from + ":0x" + Long.toHexString(range.to());
        }
    }

    public U32Match {
        tests = List.copyOf(tests);
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Bytes packet = Wire.of(skb.packet());
        return tests.stream().allMatch(test -> test.holds(packet)) != negated;
    }

    private String program() {
        return tests.stream().map(Test::toString).collect(Collectors.joining("&&", "\"", "\""));
    }

    @Override
    public String listed(boolean numeric) {
        return " u32 " + (negated ? "! " : "") + program();
    }

    @Override
    public String toString() {
        return "-m u32 " + (negated ? "! " : "") + "--u32 " + program();
    }
}
