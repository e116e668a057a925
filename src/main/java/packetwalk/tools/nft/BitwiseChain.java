package packetwalk.tools.nft;

import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Binary;

/**
 * Operations on bits with constants, one behind the other. The kernel has one for all of them, {@code (value & mask) ^
 * bits}, from which they are printed: nftables' src/netlink_linearize.c {@code netlink_gen_bitwise_mask_xor()},
 * src/netlink_delinearize.c {@code netlink_parse_bitwise_mask_xor()}.
 */
final class BitwiseChain {

    private final Value all;
    private Value mask;
    private Value bits;

    /** None yet, on values of {@code length} bytes. */
    BitwiseChain(int length) {
        this.bits = Value.of(new byte[length]);
        this.all = bits.last(0);
        this.mask = all;
    }

    /** One more, with {@code right} on its other side. */
    void add(Binary.Operator operator, Value right) {
        switch (operator) {
            case AND -> {
                mask = mask.and(right);
                bits = bits.and(right);
            }
            case XOR -> bits = bits.xor(right);
            default -> {
                mask = mask.and(right.xor(all));
                bits = bits.or(right);
            }
        }
    }

    /** All of them on {@code left}, each kind at most once. */
    Expression on(Expression left) {
        Value set = bits.and(mask.xor(all));
        Value kept = mask.or(set);
        Value turned = bits.xor(set);
        Expression result = left;
        result = kept.equals(all) ? result : new Binary(result, Binary.Operator.AND, kept);
        result = turned.isZero() ? result : new Binary(result, Binary.Operator.XOR, turned);
        return set.isZero() ? result : new Binary(result, Binary.Operator.OR, set);
    }
}
