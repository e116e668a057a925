package packetwalk.linux.nftables.statement;

import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.xtables.Verdict;
import packetwalk.net.IcmpError;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;

/**
 * Ends the packet and tells its sender: net/ipv4/netfilter/nft_reject_ipv4.c, nft_reject_inet.c.
 *
 * @param with by what
 * @param code which error of that kind; of no meaning with a reset
 * @param silent whether {@code nft list} prints no more than {@code reject}, as what is meant without more words
 */
public record RejectStatement(With with, int code, boolean silent) implements Statement {

    private static final int UNREACHABLE = 3;

    /** Codes of ICMP for those that mean the same in both families: {@code icmp_code_v4}, net/netfilter/nft_reject.c. */
    private static final int[] EITHER = {0, 3, 1, 13};

    /** By what the sender is told. */
    public enum With {
        ICMP("icmp", DataTypes.ICMP_CODE),
        ICMPV6("icmpv6", DataTypes.ICMPV6_CODE),
        ICMPX("icmpx", DataTypes.ICMPX_CODE),
        TCP_RESET("tcp reset", DataTypes.INTEGER);

        private final String word;
        private final DataType codes;

        With(String word, DataType codes) {
            this.word = word;
            this.codes = codes;
        }

        /** The type that its codes have. */
        public DataType codes() {
            return codes;
        }
    }

    @Override
    public Outcome execute(Evaluation at) {
        if (at.family() == IpFamily.IPV6) {
            return Outcome.unknown(this + " of IPv6");
        }
        if (with == With.TCP_RESET) {
            return reset(at);
        }
        int wanted = with == With.ICMPX ? EITHER[code] : code;
        for (IcmpError.Kind kind : IcmpError.Kind.values()) {
            if (kind.type() == UNREACHABLE && kind.code() == wanted) {
                return new Outcome.Final(new Verdict.Reject(kind));
            }
        }
        return Outcome.unknown(toString());
    }

    /** {@code nf_send_reset()}: a reset never answers a reset. */
    private static Outcome reset(Evaluation at) {
        if (at.packet().protocol() != Protocol.TCP) {
            return Outcome.BREAK;
        }
        boolean already = at.packet().transport() instanceof Tcp segment && segment.has(Tcp.Flag.RST);
        return already ? Outcome.DROP : new Outcome.Final(new Verdict.Reset());
    }

    /** {@code nft_reject_validate()}. */
    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT);
    }

    @Override
    public boolean terminal() {
        return true;
    }

    /** The name of a code; empty if there is none. */
    public static Optional<Integer> code(With with, String word) {
        return with.codes.parse(word).map(value -> (int) value.number());
    }

    @Override
    public String toString() {
        if (silent) {
            return "reject";
        }
        return "reject with " + with.word
                + (with == With.TCP_RESET ? "" : " " + with.codes.print(with.codes.value(code)));
    }
}
