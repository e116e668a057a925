package packetwalk.linux.nftables.statement;

import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;

/** So many bytes, or what comes after them: net/netfilter/nft_quota.c. */
public final class QuotaStatement implements Statement {

    private final boolean over;
    private final long bytes;
    private long used;

    /** {@code over}: whether the rule applies to what is beyond. */
    public QuotaStatement(boolean over, long bytes, long used) {
        this.over = over;
        this.bytes = bytes;
        this.used = used;
    }

    /** {@code nft_quota_do_eval()}. */
    @Override
    public Outcome execute(Evaluation at) {
        used += at.packet().length();
        boolean beyond = used > bytes;
        if (at.host().trace().on()) {
            at.host()
                    .trace()
                    .asked(at.skb().id(), at.packet(), this, beyond == over, used + " of " + bytes + " bytes are used");
        }
        return beyond == over ? Outcome.GO_ON : Outcome.BREAK;
    }

    /** The same amount used of another: {@code nft_quota_obj_update()}. */
    @Override
    public Statement updated(Statement other) {
        return other instanceof QuotaStatement quota ? new QuotaStatement(quota.over, quota.bytes, used) : this;
    }

    /** Begins anew: {@code nft reset quotas}. */
    public void zero() {
        used = 0;
    }

    @Override
    public Statement installed() {
        return new QuotaStatement(over, bytes, used);
    }

    /** What stands behind {@code quota}, there and in an object of that kind. */
    public String words() {
        return (over ? "over " : "") + DataUnits.of(bytes) + (used == 0 ? "" : " used " + DataUnits.of(used));
    }

    @Override
    public String toString() {
        return "quota " + words();
    }
}
