package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipset.IpSet;
import packetwalk.linux.ipset.SetFlag;
import packetwalk.linux.ipset.SetPacket;
import packetwalk.linux.ipset.SetQuery;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.MacAddress;

/**
 * Whether the packet is in a set: {@code -m set --match-set}, net/netfilter/xt_set.c.
 *
 * @param flags which end of the packet each part of an element is compared with
 */
public record SetMatch(String set, List<SetFlag> flags, boolean negated, SetQuery query) implements Match, Holding {

    public SetMatch {
        flags = List.copyOf(flags);
    }

    /** What a set is asked about {@code skb}. */
    public static SetPacket packet(Skb skb) {
        return new SetPacket(
                skb.packet(), skb.in(), skb.out(), skb.mark(), skb.macSrc().orElse(MacAddress.ZERO), skb.macDst());
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        IpSet asked = host.sets().get(set);
        SetPacket packet = packet(skb);
        boolean holds = asked.test(packet, flags, query) != negated;
        if (host.trace().on()) {
            host.trace().asked(skb.id(), skb.packet(), this, holds, asked.explain(packet, flags));
        }
        return holds;
    }

    /** It counts the packet in the entry that it finds. */
    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public void check(Surroundings host) {
        requireSet(host, set);
    }

    /**
     * Throws unless there is a set of that name.
     *
     * @throws IllegalArgumentException in the words of iptables
     */
    public static void requireSet(Surroundings host, String name) {
        if (host.sets().find(name).isEmpty()) {
            throw new IllegalArgumentException(
                    "Set " + name + " doesn't exist.; make it first, with ipset create " + name + " hash:ip");
        }
    }

    @Override
    public void take(Surroundings host) {
        host.sets().take(set);
    }

    @Override
    public void release(Surroundings host) {
        host.sets().release(set);
    }

    /** {@code src,dst}. */
    public static String words(List<SetFlag> flags) {
        return flags.stream().map(SetFlag::toString).collect(Collectors.joining(","));
    }

    /** libxt_set.c {@code set_print_v4()}: the words of the options, without their dashes. */
    @Override
    public String listed(boolean numeric) {
        return " " + options().replace("--", "");
    }

    private String options() {
        return (negated ? "! " : "") + "--match-set " + set + " " + words(flags)
                + (query.returnNomatch() ? " --return-nomatch" : "")
                + (query.updateCounters() ? "" : " ! --update-counters")
                + (query.updateSubcounters() ? "" : " ! --update-subcounters")
                + query.packets().option("--packets")
                + query.bytes().option("--bytes");
    }

    @Override
    public String toString() {
        return "-m set " + options();
    }
}
