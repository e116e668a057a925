package packetwalk.linux.xtables.match;

import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/** The realm of the packet's route: {@code -m realm}, net/netfilter/xt_realm.c. No route here has one: all have 0. */
public record RealmMatch(int value, int mask, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return (value == 0) != negated;
    }

    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);
    }

    /** The only name that {@code /etc/iproute2/rt_realms} has as it is installed is that of 0. */
    private String words(boolean numeric) {
        String number = "0x" + Integer.toHexString(value);
        return mask != -1 ? number + "/0x" + Integer.toHexString(mask) : value == 0 && !numeric ? "cosmos" : number;
    }

    @Override
    public String listed(boolean numeric) {
        return (negated ? " ! realm " : " realm ") + words(numeric);
    }

    @Override
    public String toString() {
        return "-m realm " + (negated ? "! " : "") + "--realm " + words(false);
    }
}
