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

    private final TupleHash original;
    private final TupleHash reply;
    private final Zone zone;
    private final long begun;
    private final @Nullable TcpConntrack tcp;
    private String sctpState;
    private int status;
    private int mark;
    private Labels labels = Labels.NONE;
    private long originalPackets;
    private long originalBytes;
    private long replyPackets;
    private long replyBytes;
    private long expires;
    private long due;
    private String masqueradedOn = "";
    private @Nullable Object natRule;
    private String natName = "";
    private @Nullable Connection newer;
    private @Nullable Connection older;

    /** {@code begun}: virtual time in nanoseconds. */
    Connection(Tuple original, Zone zone, long begun) {
        this.zone = zone;
        this.begun = begun;
        this.original = new TupleHash(this, false, Objects.requireNonNull(original, "original"));
        this.reply = new TupleHash(this, true, original.inverse());
        this.tcp = original.protocol() == Protocol.TCP ? new TcpConntrack() : null;
        this.sctpState = original.protocol() == Protocol.SCTP ? "NONE" : "";
    }

    /** The tuple of the first packet, as it came. */
    public Tuple original() {
        return original.tuple();
    }

    /** The tuple that answers have, as they come. */
    public Tuple reply() {
        return reply.tuple();
    }

    /** {@code nf_conntrack_alter_reply()}. */
    void reply(Tuple changed) {
        reply.tuple(changed);
    }

    /** The tuple of one direction. */
    Tuple tuple(boolean ofReply) {
        return (ofReply ? reply : original).tuple();
    }

    TupleHash originalHash() {
        return original;
    }

    TupleHash replyHash() {
        return reply;
    }

    public Protocol protocol() {
        return original.tuple().protocol();
    }

    public Zone zone() {
        return zone;
    }

    /** When its first packet came, in nanoseconds of virtual time. */
    long begun() {
        return begun;
    }

    public boolean has(CtStatus each) {
        return (status & each.bit()) != 0;
    }

    void add(CtStatus each) {
        status |= each.bit();
    }

    /** Whether the table holds it, and its time is not over at {@code now}. */
    public boolean alive(long now) {
        return has(CtStatus.CONFIRMED) && !has(CtStatus.DYING) && expires > now;
    }

    /** Whether both began with the same packet, or its like. */
    boolean beginsAs(Connection other) {
        return original().equals(other.original()) && zone.in(false) == other.zone.in(false);
    }

    /** Whether both are of the same packets, perhaps each of those that answer the other's: {@code nf_ct_can_merge()}. */
    boolean isSameFlow(Connection other) {
        return matches(other, false) || matches(other, true);
    }

    /** {@code nf_ct_match()}, and {@code nf_ct_match_reverse()}. */
    private boolean matches(Connection other, boolean reversed) {
        return original().equals(other.tuple(reversed))
                && reply().equals(other.tuple(!reversed))
                && zone.in(false) == other.zone.in(reversed)
                && zone.in(true) == other.zone.in(!reversed);
    }

    /** Whether it is worth keeping when the table is full: printed as {@code [ASSURED]}. */
    public boolean assured() {
        return has(CtStatus.ASSURED);
    }

    /** Whether its source is rewritten. */
    public boolean srcNat() {
        return has(CtStatus.SRC_NAT);
    }

    /** Whether its destination is rewritten. */
    public boolean dstNat() {
        return has(CtStatus.DST_NAT);
    }

    /** Whether it was decided, once and for all, if that side is rewritten: {@code nf_nat_initialized()}. */
    public boolean settled(NatKind kind) {
        return has(kind.done());
    }

    /** The mark of {@code -m connmark}, 32 bits. */
    public int mark() {
        return mark;
    }

    public void mark(int changed) {
        mark = changed;
    }

    /** The bits of {@code -m connlabel}. */
    public Labels labels() {
        return labels;
    }

    public void labels(Labels changed) {
        labels = changed;
    }

    /** Packets of one direction, those that belong to it and are no error. */
    public long packets(boolean ofReply) {
        return ofReply ? replyPackets : originalPackets;
    }

    /** Bytes of one direction, IP headers included. */
    public long bytes(boolean ofReply) {
        return ofReply ? replyBytes : originalBytes;
    }

    /** Nothing was counted yet. */
    public void zero() {
        originalPackets = 0;
        originalBytes = 0;
        replyPackets = 0;
        replyBytes = 0;
    }

    /** The first packet of {@code other} is one of its own: {@code nf_ct_acct_merge()}. */
    void countFirstOf(Connection other) {
        count((int) other.originalBytes, false);
    }

    void count(int bytes, boolean ofReply) {
        if (ofReply) {
            replyPackets++;
            replyBytes += bytes;
        } else {
            originalPackets++;
            originalBytes += bytes;
        }
    }

    /** The rule that decided last about rewriting, as an object that prints itself; empty if none did. */
    public Optional<Object> natRule() {
        return Optional.ofNullable(natRule);
    }

    /** The name of that rule's target: {@code MASQUERADE}; empty if none decided. */
    String natName() {
        return natName;
    }

    void decidedBy(@Nullable Object rule, String name) {
        natRule = rule;
        natName = name;
    }

    /** The device whose address it took, and with which it ends; empty for none. {@code masq_index}. */
    String masqueradedOn() {
        return masqueradedOn;
    }

    void masqueradedOn(String device) {
        masqueradedOn = device;
    }

    /** Only a TCP connection has it. */
    TcpConntrack tcp() {
        return Objects.requireNonNull(tcp, "not a TCP connection");
    }

    /** An SCTP packet has asked for an association: {@code SCTP_CONNTRACK_COOKIE_WAIT}. */
    void sctpAsked() {
        sctpState = "COOKIE_WAIT";
    }

    /** The state of TCP and SCTP as {@code conntrack -L} prints it; empty for other protocols. */
    public String protocolState() {
        return tcp == null ? sctpState : tcp.state.toString();
    }

    /** Whether it is a TCP connection that has ended, and is only kept for strays: {@code already_closed()}. */
    public boolean closed() {
        return tcp != null && (tcp.state == TcpState.TIME_WAIT || tcp.state == TcpState.CLOSE);
    }

    /** Virtual time in nanoseconds at which it is forgotten. */
    public long expires() {
        return expires;
    }

    void expires(long time) {
        expires = time;
    }

    /** When {@link Timeouts} looks after it, at the latest when it expires. */
    long due() {
        return due;
    }

    void due(long time) {
        due = time;
    }

    /** Its neighbours in {@link SourceTable}. */
    @Nullable
    Connection newer() {
        return newer;
    }

    void newer(@Nullable Connection other) {
        newer = other;
    }

    @Nullable
    Connection older() {
        return older;
    }

    void older(@Nullable Connection other) {
        older = other;
    }

    /** Both tuples as {@code conntrack -L} prints them, without timeout. */
    @Override
    public String toString() {
        return original()
                + (has(CtStatus.SEEN_REPLY) ? " " : " [UNREPLIED] ")
                + reply()
                + (assured() ? " [ASSURED]" : "");
    }
}
