package packetwalk.linux.xtables.match;

import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;

/** An ICMP type, and a code or -1 for any: {@code -m icmp --icmp-type}; type 255 stands for every message. */
public record IcmpMatch(int type, int code, boolean negated) implements Match {

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        if (skb.packet().transport() instanceof IcmpEcho echo) {
            return fits(echo.reply() ? 0 : 8, 0) != negated;
        }
        return skb.packet().transport() instanceof IcmpError error
                && fits(error.kind().type(), error.kind().code()) != negated;
    }

    /** The same messages, or all but these. */
    public IcmpMatch negated(boolean not) {
        return new IcmpMatch(type, code, not);
    }

    private boolean fits(int actualType, int actualCode) {
        return type == 255 || (type == actualType && (code < 0 || code == actualCode));
    }

    @Override
    public String listed(boolean numeric) {
        String not = negated ? "!" : "";
        if (!numeric) {
            String name = IcmpTypes.name(type, code);
            if (!name.isEmpty()) {
                return " icmp " + not + name;
            }
        }
        return " icmp" + (negated ? " !" : "") + "type " + type + (code < 0 ? "" : " code " + code);
    }

    @Override
    public String toString() {
        String number = type == 255 ? "any" : code < 0 ? "" + type : type + "/" + code;
        return "-m icmp " + (negated ? "! " : "") + "--icmp-type " + number;
    }
}
