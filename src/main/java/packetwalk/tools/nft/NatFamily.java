package packetwalk.tools.nft;

import java.util.function.Function;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.expression.Literal;
import packetwalk.linux.nftables.statement.NatStatement;

/** Of which family a translation's address is: nftables' src/evaluate.c {@code nat_evaluate_family()}. */
final class NatFamily {

    private NatFamily() {}

    /**
     * The translation with its family said, in a table of both: by a word, or by a condition before it.
     *
     * @param certain ip or ip6, where a condition has said it; else empty
     */
    static NatStatement said(
            NatStatement nat, Family family, String certain, Function<String, IllegalArgumentException> refusal) {
        if (!nat.family().isEmpty() && !certain.isEmpty() && !nat.family().equals(certain)) {
            throw refusal.apply("conflicting protocols specified: " + certain + " vs. " + nat.family()
                    + ". You must specify ip or ip6 family in nat statement");
        }
        NatStatement.Operand address = nat.address();
        if (address == null || !nat.family().isEmpty() || family != Family.INET) {
            return nat;
        }
        if (certain.isEmpty()) {
            throw refusal.apply("ip or ip6 must be specified with address for inet tables.");
        }
        if (address.from() instanceof Literal literal
                && literal.type().equals(DataTypes.IPV4_ADDR) != certain.equals("ip")) {
            throw refusal.apply("Could not resolve hostname: Address family for hostname not supported");
        }
        return new NatStatement(nat.kind(), certain, address, nat.port(), nat.choice());
    }
}
