package packetwalk.linux.xtables.match;

import java.util.Objects;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Accounting;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * Holds for every packet, and counts it in an object that must exist: {@code -m nfacct}, net/netfilter/xt_nfacct.c.
 * Left out: objects with a quota, which the tool cannot make either.
 */
public record NfacctMatch(String object) implements Match, Holding {

    public NfacctMatch {
        Objects.requireNonNull(object, "object");
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Accounting.Counter counter = Accounting.of(host).existing(object);
        counter.count(skb.packet().length());
        if (host.trace().on()) {
            String found = counter.packets() + " packets, " + counter.bytes() + " bytes";
            host.trace().asked(skb.id(), skb.packet(), this, true, found);
        }
        return true;
    }

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public void check(Surroundings host) {
        Accounting.of(host).existing(object);
    }

    @Override
    public void take(Surroundings host) {
        Accounting.of(host).take(object);
    }

    @Override
    public void release(Surroundings host) {
        Accounting.of(host).release(object);
    }

    @Override
    public String listed(boolean numeric) {
        return " nfacct-name  " + object;
    }

    /** With two blanks, as libxt_nfacct.c {@code nfacct_save()}. */
    @Override
    public String toString() {
        return "-m nfacct --nfacct-name  " + object;
    }
}
