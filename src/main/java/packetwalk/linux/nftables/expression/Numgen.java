package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.OptionalLong;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/** A number by lot or in turn: {@code numgen random mod 2}; net/netfilter/nft_numgen.c. */
public final class Numgen implements Expression {

    private final boolean random;
    private final long modulus;
    private final long offset;
    private long last;

    /** {@code modulus} is at least 1; {@code offset} is added. */
    public Numgen(boolean random, long modulus, long offset) {
        this.random = random;
        this.modulus = modulus;
        this.offset = offset;
        this.last = modulus - 1;
    }

    @Override
    public List<DataType> types() {
        return List.of(DataTypes.HOST_INTEGER);
    }

    @Override
    public OptionalLong most() {
        return OptionalLong.of(modulus + offset - 1);
    }

    @Override
    public Value evaluate(Evaluation at) {
        long number = random ? thrown(at) : inTurn();
        if (random && at.host().trace().on()) {
            at.host().trace().asked(at.skb().id(), at.packet(), this, true, "the dice gave " + number);
        }
        return Value.of(number, 32);
    }

    /** {@code nft_ng_random_gen()}: {@code reciprocal_scale()} of 31 bits in place of 32. */
    private long thrown(Evaluation at) {
        long roll = at.host().simulation().dice().roll();
        return offset + ((roll * modulus) >>> 31);
    }

    /** {@code nft_ng_inc_gen()}. */
    private long inTurn() {
        last = last + 1 < modulus ? last + 1 : 0;
        return offset + last;
    }

    @Override
    public Expression installed() {
        return new Numgen(random, modulus, offset);
    }

    @Override
    public String toString() {
        return "numgen " + (random ? "random" : "inc") + " mod " + modulus + (offset == 0 ? "" : " offset " + offset);
    }
}
