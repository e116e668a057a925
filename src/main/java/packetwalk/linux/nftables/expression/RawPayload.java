package packetwalk.linux.nftables.expression;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Value;

/** Bits of a packet, wherever: {@code @nh,96,32}; net/netfilter/nft_payload.c. */
public record RawPayload(Header.Base base, int offset, int length) implements Expression {

    @Override
    public List<DataType> types() {
        return List.of(DataTypes.RAW.of(length));
    }

    @Override
    public @Nullable Value evaluate(Evaluation at) {
        return Payload.bits(at, base, offset, length);
    }

    /** What is before the header of IP the engine does not keep as bytes. */
    @Override
    public Optional<String> unknown() {
        return base == Header.Base.LINK ? Optional.of(toString()) : Optional.empty();
    }

    @Override
    public String toString() {
        return "@" + base + "," + offset + "," + length;
    }
}
