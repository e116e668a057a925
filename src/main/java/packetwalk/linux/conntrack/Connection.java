package packetwalk.linux.conntrack;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Protocol;

/**
 * One tracked connection: Linux {@code struct nf_conn}.
 *
 * <p>It knows the tuple of either direction. Without NAT the reply tuple is the inverse of the original one; NAT is
 * nothing but a reply tuple that is not.
 */
public final class Connection {

    private final Tuple original;
    private final long begun;
    private Tuple reply;
    private TcpTracking tcp = TcpTracking.NONE;
    private boolean seenReply;
    private boolean assured;
    private boolean confirmed;
    private boolean srcSettled;
    private boolean dstSettled;
    private boolean srcNat;
    private boolean dstNat;
    private @Nullable Object natRule;
    private String natName = "";
    private long expires;

    /** {@code begun}: virtual time in nanoseconds. */
    Connection(Tuple original, long begun) {
        this.begun = begun;
        this.original = Objects.requireNonNull(original, "original");
        this.reply = original.inverse();
    }

    /** The tuple of the first packet, as it came. */
    public Tuple original() {
        return original;
    }

    /** When its first packet came, in nanoseconds of virtual time. */
    long begun() {
        return begun;
    }

    /** The tuple that answers have, as they come. */
    public Tuple reply() {
        return reply;
    }

    void reply(Tuple changed) {
        reply = changed;
    }

    public Protocol protocol() {
        return original.protocol();
    }

    /** Whether anything came back yet. */
    public boolean seenReply() {
        return seenReply;
    }

    void replySeen() {
        seenReply = true;
    }

    /** Whether it is worth keeping when the table is full: printed as {@code [ASSURED]}. */
    public boolean assured() {
        return assured;
    }

    void assure() {
        assured = true;
    }

    /** Whether its first packet got through, and so the table holds it. */
    public boolean confirmed() {
        return confirmed;
    }

    void confirm() {
        confirmed = true;
    }

    /** Whether its source is rewritten. */
    public boolean srcNat() {
        return srcNat;
    }

    /** Whether its destination is rewritten. */
    public boolean dstNat() {
        return dstNat;
    }

    /** The rule that decided last about rewriting, as an object that prints itself; empty if none did. */
    public Optional<Object> natRule() {
        return Optional.ofNullable(natRule);
    }

    /** The name of that rule's target: {@code MASQUERADE}; empty if none decided. */
    String natName() {
        return natName;
    }

    /** Whether it was decided, once and for all, if that side is rewritten. */
    public boolean settled(NatKind kind) {
        return kind == NatKind.SNAT ? srcSettled : dstSettled;
    }

    void settle(NatKind kind) {
        if (kind == NatKind.SNAT) {
            srcSettled = true;
        } else {
            dstSettled = true;
        }
    }

    boolean natted(NatKind kind) {
        return kind == NatKind.SNAT ? srcNat : dstNat;
    }

    void natted(NatKind kind, @Nullable Object rule, String name) {
        if (kind == NatKind.SNAT) {
            srcNat = true;
        } else {
            dstNat = true;
        }
        natRule = rule;
        natName = name;
    }

    TcpTracking tcp() {
        return tcp;
    }

    void tcp(TcpTracking state) {
        tcp = state;
    }

    /** The TCP state as {@code conntrack -L} prints it; empty for other protocols. */
    public String tcpState() {
        return protocol() == Protocol.TCP ? tcp.toString() : "";
    }

    /** Virtual time in nanoseconds at which it is forgotten. */
    public long expires() {
        return expires;
    }

    void expires(long time) {
        expires = time;
    }

    /** Both tuples as {@code conntrack -L} prints them, without timeout. */
    @Override
    public String toString() {
        return original + (seenReply ? " " : " [UNREPLIED] ") + reply + (assured ? " [ASSURED]" : "");
    }
}
