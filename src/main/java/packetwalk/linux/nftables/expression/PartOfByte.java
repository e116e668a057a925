package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/**
 * Operations on a field that is a part of a byte, which nft does not know again in the kernel's program and prints as bits of the
 * header: {@code ip dscp & 0x3f} as {@code (@nh,8,8 & 0xfc) >> 2 & 0x3f}; nftables' src/netlink_delinearize.c.
 */
public record PartOfByte(Binary operations, Payload field) implements Expression {

    private static final int BYTE = 8;

    /** {@code expression} as such; empty for one that is none. Fields that go over more than one byte are left as they are. */
    public static Optional<PartOfByte> of(Expression expression) {
        Expression leaf = expression;
        while (leaf instanceof Binary binary) {
            leaf = binary.left();
        }
        boolean part = expression instanceof Binary && leaf instanceof Payload payload && payload.isPartOfByte();
        return part ? Optional.of(new PartOfByte((Binary) expression, (Payload) leaf)) : Optional.empty();
    }

    @Override
    public List<Expression> operands() {
        return List.of(operations);
    }

    @Override
    public List<DataType> types() {
        return List.of(DataTypes.RAW.of(field.type().bits()));
    }

    @Override
    public @Nullable Value evaluate(Evaluation at) {
        return operations.evaluate(at);
    }

    @Override
    public String toString() {
        int bits = field.type().bits();
        int offset = field.field().offset();
        int right = BYTE - offset % BYTE - bits;
        long mask = ((1L << bits) - 1) << right;
        String whole = "@" + field.header().base() + "," + offset / BYTE * BYTE + "," + BYTE;
        if (right > 0) {
            return on(operations, "(" + whole + " & " + hex(mask) + ") >> " + right);
        }
        boolean masks = operations.operator() == Binary.Operator.AND
                && operations.left().equals(field);
        return on(operations, masks ? whole : whole + " & " + hex(mask));
    }

    /** The operations, on something printed. */
    private static String on(Binary binary, String leaf) {
        String left = binary.left() instanceof Binary inner ? on(inner, leaf) : leaf;
        return left + " " + binary.operator() + " " + hex(binary.right().number());
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
