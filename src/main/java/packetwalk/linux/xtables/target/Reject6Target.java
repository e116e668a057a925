package packetwalk.linux.xtables.target;

import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.IcmpError;
import packetwalk.net.Tcp;

/** Ends the packet and tells its sender by ICMPv6 or a reset: {@code -j REJECT}, net/ipv6/netfilter/ip6t_REJECT.c. */
public record Reject6Target(With with) implements Target {

    /** The kinds of {@code --reject-with}, as ip6tables spells them, and in its order. */
    public enum With {
        ICMP6_NO_ROUTE("icmp6-no-route", "no-route", IcmpError.Kind.V6_NO_ROUTE),
        ICMP6_ADM_PROHIBITED("icmp6-adm-prohibited", "adm-prohibited", IcmpError.Kind.V6_ADM_PROHIBITED),
        ICMP6_ADDR_UNREACHABLE("icmp6-addr-unreachable", "addr-unreach", IcmpError.Kind.V6_ADDR_UNREACHABLE),
        ICMP6_PORT_UNREACHABLE("icmp6-port-unreachable", "port-unreach", IcmpError.Kind.V6_PORT_UNREACHABLE),
        TCP_RESET("tcp-reset", "tcp-reset", IcmpError.Kind.V6_PORT_UNREACHABLE),
        ICMP6_POLICY_FAIL("icmp6-policy-fail", "policy-fail", IcmpError.Kind.V6_POLICY_FAIL),
        ICMP6_REJECT_ROUTE("icmp6-reject-route", "reject-route", IcmpError.Kind.V6_REJECT_ROUTE);

        private final String spelling;
        private final String alias;
        private final Verdict verdict;

        With(String spelling, String alias, IcmpError.Kind kind) {
            this.spelling = spelling;
            this.alias = alias;
            this.verdict = spelling.equals("tcp-reset") ? new Verdict.Reset() : new Verdict.Reject(kind);
        }

        /** Whether {@code typed}, which may be cut short, means it. */
        public boolean begins(String typed) {
            return spelling.startsWith(typed) || alias.startsWith(typed);
        }

        @Override
        public String toString() {
            return spelling;
        }
    }

    @Override
    public Verdict apply(Skb skb, Action action) {
        // a rule with tcp-reset demands -p tcp; a reset never answers a reset
        boolean resetOfReset =
                with == With.TCP_RESET && skb.packet().transport() instanceof Tcp segment && segment.has(Tcp.Flag.RST);
        return resetOfReset ? Verdict.DROP : with.verdict;
    }

    @Override
    public String name() {
        return "REJECT";
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.FILTER);
    }

    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT);
    }

    @Override
    public String listed(boolean numeric) {
        return " reject-with " + with;
    }

    @Override
    public String toString() {
        return "-j REJECT --reject-with " + with;
    }
}
