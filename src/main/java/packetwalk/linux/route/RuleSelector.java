package packetwalk.linux.route;

import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import packetwalk.net.Cidr;
import packetwalk.net.Protocol;

/**
 * Which packets a routing rule is for: net/core/fib_rules.c {@code fib_rule_match()}, net/ipv4/fib_rules.c.
 *
 * @param not whether it is for all others
 * @param from sources
 * @param to destinations
 * @param tos type of service; 0 for any
 * @param mark value that the packet's mark must have in the bits of {@code mask}
 * @param mask 0 if the mark does not matter
 * @param iif name of the incoming device, {@code lo} for locally made packets; empty for any
 * @param oif name of the device that a socket is bound to; empty for any
 * @param uids the sending user; all that the engine sends is the superuser's
 * @param protocol number of the protocol; 0 for any
 */
public record RuleSelector(
        boolean not,
        Cidr from,
        Cidr to,
        int tos,
        int mark,
        int mask,
        String iif,
        String oif,
        Optional<Span> uids,
        int protocol,
        Optional<Span> sports,
        Optional<Span> dports) {

    /** Every packet. */
    public static final RuleSelector ALL = new RuleSelector(
            false, Cidr.ALL_V4, Cidr.ALL_V4, 0, 0, 0, "", "", Optional.empty(), 0, Optional.empty(), Optional.empty());

    /** The bits that tables compare: RFC 1349's type of service without its last bit, {@code IPTOS_RT_MASK}. */
    static final int TOS_MASK = 0x1c;

    private static final long SUPERUSER = 0;

    public RuleSelector {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(iif, "iif");
        Objects.requireNonNull(oif, "oif");
        Objects.requireNonNull(uids, "uids");
        Objects.requireNonNull(sports, "sports");
        Objects.requireNonNull(dports, "dports");
    }

    boolean matches(RouteQuery query) {
        return (meets(query) && fits(query)) != not;
    }

    private boolean meets(RouteQuery query) {
        return (iif.isEmpty() || iif.equals(query.iif()))
                && (oif.isEmpty() || oif.equals(query.oif()))
                && ((query.mark() ^ mark) & mask) == 0
                && (uids.isEmpty() || uids.get().contains(SUPERUSER));
    }

    /** {@code fib4_rule_match()}. */
    private boolean fits(RouteQuery query) {
        return (from.length() == 0 || from.contains(query.src()))
                && (to.length() == 0 || to.contains(query.dst()))
                && (tos == 0 || (query.tos() & TOS_MASK) == tos)
                && (protocol == 0 || protocol == query.protocol())
                && (sports.isEmpty() || sports.get().contains(query.sport()))
                && (dports.isEmpty() || dports.get().contains(query.dport()));
    }

    /** As {@code ip rule} prints it; {@code device} says how a device's name is printed. */
    String text(UnaryOperator<String> device) {
        StringBuilder text = new StringBuilder(not ? "not from " : "from ");
        text.append(from.length() == 0 ? "all" : host(from));
        text.append(to.length() == 0 ? "" : " to " + host(to));
        text.append(tos == 0 ? "" : " tos 0x%02x".formatted(tos));
        if (mask != 0) {
            text.append(" fwmark ").append(hex(mark)).append(mask == -1 ? "" : "/" + hex(mask));
        }
        text.append(iif.isEmpty() ? "" : " iif " + device.apply(iif));
        text.append(oif.isEmpty() ? "" : " oif " + device.apply(oif));
        uids.ifPresent(span ->
                text.append(" uidrange ").append(span.first()).append('-').append(span.last()));
        if (protocol != 0) {
            String name = Protocol.of(protocol).toString();
            boolean known = !name.equals(String.valueOf(protocol));
            text.append(" ipproto ").append(known ? "" : "ipproto-").append(name);
        }
        sports.ifPresent(span -> text.append(" sport ").append(span));
        dports.ifPresent(span -> text.append(" dport ").append(span));
        return text.toString();
    }

    private static String hex(int bits) {
        return bits == 0 ? "0" : "0x" + Integer.toHexString(bits);
    }

    private static String host(Cidr prefix) {
        return prefix.isHost() ? prefix.network().toString() : prefix.toString();
    }
}
