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

/** Ends the packet and tells its sender: {@code -j REJECT}, net/ipv4/netfilter/ipt_REJECT.c. */
public record RejectTarget(With with) implements Target {

    /** The kinds of {@code --reject-with}, as iptables spells them, and in its order. */
    public enum With {
        ICMP_NET_UNREACHABLE("icmp-net-unreachable", IcmpError.Kind.NET_UNREACHABLE),
        ICMP_HOST_UNREACHABLE("icmp-host-unreachable", IcmpError.Kind.HOST_UNREACHABLE),
        ICMP_PROTO_UNREACHABLE("icmp-proto-unreachable", IcmpError.Kind.PROTOCOL_UNREACHABLE),
        ICMP_PORT_UNREACHABLE("icmp-port-unreachable", IcmpError.Kind.PORT_UNREACHABLE),
        ICMP_NET_PROHIBITED("icmp-net-prohibited", IcmpError.Kind.NET_PROHIBITED),
        ICMP_HOST_PROHIBITED("icmp-host-prohibited", IcmpError.Kind.HOST_PROHIBITED),
        TCP_RESET("tcp-reset", IcmpError.Kind.PORT_UNREACHABLE),
        ICMP_ADMIN_PROHIBITED("icmp-admin-prohibited", IcmpError.Kind.ADMIN_PROHIBITED);

        private final String spelling;
        private final Verdict verdict;

        With(String spelling, IcmpError.Kind kind) {
            this.spelling = spelling;
            this.verdict = spelling.equals("tcp-reset") ? new Verdict.Reset() : new Verdict.Reject(kind);
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
