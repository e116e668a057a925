package packetwalk.linux.nftables.statement;

import java.util.List;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.ElementText;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.Value;

/** What a value is held against: the right side of {@code nftables'} relational expression. */
public sealed interface Test {

    /** Whether {@code value} is one of those meant; order only for {@link Exactly}. */
    boolean holds(Value value, Evaluation at);

    /** One value. */
    record Exactly(List<DataType> types, Value value) implements Test {
        public Exactly {
            types = List.copyOf(types);
        }

        @Override
        public boolean holds(Value other, Evaluation at) {
            return value.equals(other);
        }

        @Override
        public String toString() {
            return types.size() == 1 ? types.get(0).printExactly(value, false) : ElementText.parts(types, value);
        }
    }

    /** From one value to another, both included: a range, a prefix, all names that begin so. */
    record Between(DataType type, Value from, Value to, boolean prefix) implements Test {
        @Override
        public boolean holds(Value other, Evaluation at) {
            return other.compareTo(from) >= 0 && other.compareTo(to) <= 0;
        }

        @Override
        public String toString() {
            return prefix ? ElementText.range(type, from, to) : ElementText.span(type, from, to);
        }
    }

    /** A network by its mask; one with bits beyond the mask has no addresses. */
    record Network(DataType type, Value network, int length) implements Test {
        @Override
        public boolean holds(Value other, Evaluation at) {
            return other.and(other.mask(length)).equals(network);
        }

        @Override
        public String toString() {
            return type.print(network) + "/" + length;
        }
    }

    /** At least one of several bits: {@code ct state established,related}. */
    record AnyFlag(DataType type, Value mask) implements Test {
        @Override
        public boolean holds(Value other, Evaluation at) {
            return !other.and(mask).isZero();
        }

        @Override
        public String toString() {
            return type.print(mask);
        }
    }

    /** Of some bits, exactly these: {@code tcp flags syn / syn,ack}. */
    record FlagsOf(DataType type, Value flags, Value mask) implements Test {
        @Override
        public boolean holds(Value other, Evaluation at) {
            return other.and(mask).equals(flags);
        }

        @Override
        public String toString() {
            return type.print(flags) + " / " + type.print(mask);
        }
    }

    /** An element of a set: net/netfilter/nft_lookup.c. */
    record InSet(SetReference set) implements Test {
        @Override
        public boolean holds(Value other, Evaluation at) {
            return set.find(at, other) != null;
        }

        @Override
        public String toString() {
            return set.toString();
        }
    }
}
