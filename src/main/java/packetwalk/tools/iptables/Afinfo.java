package packetwalk.tools.iptables;

import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.AddressesMatch;

/** What iptables and ip6tables do not have in common: iptables/xshared.h {@code struct xtables_afinfo}. */
public enum Afinfo {
    IPV4("iptables", Extensions.IPV4, "0.0.0.0/0", '6') {
        @Override
        AddressesMatch addresses(Side side, String text, boolean negated) {
            return RuleValues.addresses(side, text, negated);
        }
    },
    IPV6("ip6tables", Extensions.IPV6, "::/0", '4') {
        @Override
        AddressesMatch addresses(Side side, String text, boolean negated) {
            return Inet6Values.addresses(side, text, negated);
        }
    };

    private final String tool;
    private final Extensions extensions;
    private final String anywhere;
    private final char other;

    Afinfo(String tool, Extensions extensions, String anywhere, char other) {
        this.tool = tool;
        this.extensions = extensions;
        this.anywhere = anywhere;
        this.other = other;
    }

    /** The command's name. */
    public String tool() {
        return tool;
    }

    Extensions extensions() {
        return extensions;
    }

    /** Every address, in numbers. */
    String anywhere() {
        return anywhere;
    }

    /** What stands behind a single address, as a pattern. */
    String hostSuffix() {
        return this == IPV4 ? "/32$" : "/128$";
    }

    /** The option that marks a rule as the other family's: {@code -6} or {@code -4}. */
    char other() {
        return other;
    }

    /**
     * An address and the bits of it that count.
     *
     * @throws IllegalArgumentException if {@code text} is none of this family's
     */
    abstract AddressesMatch addresses(Side side, String text, boolean negated);
}
