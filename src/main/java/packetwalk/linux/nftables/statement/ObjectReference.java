package packetwalk.linux.nftables.statement;

import java.util.Set;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.NftObject;
import packetwalk.linux.nftables.NftRules;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/** What an object with a name does: {@code counter name "c"}; net/netfilter/nft_objref.c. */
public record ObjectReference(String kind, String name) implements Statement {

    @Override
    public Outcome execute(Evaluation at) {
        NftObject object = at.table().object(kind, name).orElseThrow(NftRules::missing);
        return object.body()
                .unknown()
                .map(Outcome::unknown)
                .orElseGet(() -> object.body().execute(at));
    }

    @Override
    public Set<String> references() {
        return Set.of(NftObject.key(kind, name));
    }

    @Override
    public String toString() {
        return kind.equals("ct helper") ? "ct helper set \"" + name + "\"" : kind + " name \"" + name + "\"";
    }
}
