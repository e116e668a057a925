package packetwalk.linux.nftables;

import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Nat;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;
import packetwalk.net.Wire;

/** A packet before a base chain, and all that rules may ask and change: {@code struct nft_pktinfo}. */
public final class Evaluation {

    private final Skb skb;
    private final Hook hook;
    private final Surroundings host;
    private final Nat nat;
    private final NftTable table;
    private @Nullable NftRule rule;
    private @Nullable Packet written;
    private Value wire = Value.EMPTY;

    public Evaluation(Skb skb, Hook hook, Surroundings host, Nat nat, NftTable table) {
        this.skb = skb;
        this.hook = hook;
        this.host = host;
        this.nat = nat;
        this.table = table;
    }

    public Skb skb() {
        return skb;
    }

    public Packet packet() {
        return skb.packet();
    }

    /** The packet's own family, whatever the table's. */
    public IpFamily family() {
        return skb.packet().src().family();
    }

    public Hook hook() {
        return hook;
    }

    /** The host around the rules. */
    public Surroundings host() {
        return host;
    }

    /** The namespace's address translation. */
    public Nat nat() {
        return nat;
    }

    /** The table that is asked. */
    public NftTable table() {
        return table;
    }

    /** The rule that is asked. */
    public NftRule rule() {
        if (rule == null) {
            throw new AssertionError("no rule is asked yet");
        }
        return rule;
    }

    void asks(NftRule next) {
        rule = next;
    }

    /** The device that it came in by, as this hook is told; empty for none. {@code nft_in()}. */
    public String in() {
        return hook == Hook.OUTPUT || hook == Hook.POSTROUTING ? "" : skb.in();
    }

    /** The device that it leaves by, as this hook is told; empty for none. {@code nft_out()}. */
    public String out() {
        return hook == Hook.PREROUTING || hook == Hook.INPUT ? "" : skb.out();
    }

    /** The packet's bytes, from the header of IP on. */
    @SuppressWarnings("ReferenceEquality") // the very packet that was written: a rule may have changed it since
    public Value wire() {
        if (written != skb.packet()) {
            written = skb.packet();
            wire = Value.of(Wire.of(written).toArray());
        }
        return wire;
    }
}
