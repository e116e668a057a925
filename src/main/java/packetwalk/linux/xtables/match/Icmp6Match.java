package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.Ndp;
import packetwalk.net.Transport;

/** An ICMPv6 type, and a code or -1 for any: {@code -m icmp6 --icmpv6-type}, net/ipv6/netfilter/ip6_tables.c {@code icmp6_match()}. */
public record Icmp6Match(int type, int code, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        Transport transport = skb.packet().transport();
        if (transport instanceof IcmpEcho echo) {
            return fits(echo.type(), 0) != negated;
        }
        if (transport instanceof Ndp message) {
            return fits(message.kind().type(), 0) != negated;
        }
        return transport instanceof IcmpError error
                && fits(error.kind().type(), error.kind().code()) != negated;
    }

    private boolean fits(int actualType, int actualCode) {
        return type == actualType && (code < 0 || code == actualCode);
    }

    /** The same messages, or all but these. */
    public Icmp6Match negated(boolean not) {
        return new Icmp6Match(type, code, not);
    }

    @Override
    public String listed(boolean numeric) {
        if (!numeric) {
            String name = Icmp6Types.name(type, code);
            if (!name.isEmpty()) {
                return " ipv6-icmp " + (negated ? "!" : "") + name;
            }
        }
        return " ipv6-icmp" + (negated ? " !" : "") + "type " + type + (code < 0 ? "" : " code " + code);
    }

    @Override
    public String toString() {
        return "-m icmp6 " + (negated ? "! " : "") + "--icmpv6-type " + type + (code < 0 ? "" : "/" + code);
    }
}
