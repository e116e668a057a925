package packetwalk.linux.nftables.statement;

import java.util.Arrays;
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
 * Ends the packet and tells its sender: net/netfilter/nft_reject_inet.c, nft_reject_ipv4.c,
 * nft_reject_ipv6.c.
 *
 * @param with by what
 * @param code which error of that kind; of no meaning with a reset
 * @param silent whether {@code nft list} prints no more than {@code reject}, as what is meant without more words
 */
public record RejectStatement(With with, int code, boolean silent) implements Statement {

    /** Destination unreachable, in ICMP and in ICMPv6. */
    private static final int UNREACHABLE = 3;

    private static final int UNREACHABLE_V6 = 1;

    /** {@code NFT_REJECT_ICMPX_PORT_UNREACH}, which is printed as what {@code reject} means in tables of both families. */
    private static final int PORT_UNREACHABLE_EITHER = 1;

    /** Codes of either for those that mean the same in both: {@code icmp_code_v4}, {@code icmp_code_v6} of nft_reject.c. */
    private static final int[] EITHER = {0, 3, 1, 13};

    private static final int[] EITHER_V6 = {0, 4, 3, 1};

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
        if (with == With.TCP_RESET) {
            return reset(at);
        }
        // nft_reject_inet_eval(): the packet decides whose error it is, whatever the rule says
        boolean v4 = at.family() == IpFamily.IPV4;
        int wanted = with == With.ICMPX ? (v4 ? EITHER : EITHER_V6)[code] : code;
        return error(at.family(), v4 ? UNREACHABLE : UNREACHABLE_V6, wanted)
                .map(kind -> (Outcome) new Outcome.Final(new Verdict.Reject(kind)))
                .orElseGet(() -> Outcome.unknown(toString()));
    }

    private static Optional<IcmpError.Kind> error(IpFamily family, int type, int code) {
        return Arrays.stream(IcmpError.Kind.values())
                .filter(each -> each.family() == family && each.type() == type && each.code() == code)
                .findFirst();
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
        if (silent || (with == With.ICMPX && code == PORT_UNREACHABLE_EITHER)) {
            return "reject";
        }
        return "reject with " + with.word
                + (with == With.TCP_RESET ? "" : " " + with.codes.print(with.codes.value(code)));
    }
}
