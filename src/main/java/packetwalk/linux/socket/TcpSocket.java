package packetwalk.linux.socket;

import static packetwalk.linux.socket.TcpState.CLOSED;
import static packetwalk.linux.socket.TcpState.CLOSE_WAIT;
import static packetwalk.linux.socket.TcpState.CLOSING;
import static packetwalk.linux.socket.TcpState.ESTABLISHED;
import static packetwalk.linux.socket.TcpState.FIN_WAIT_1;
import static packetwalk.linux.socket.TcpState.FIN_WAIT_2;
import static packetwalk.linux.socket.TcpState.LAST_ACK;
import static packetwalk.linux.socket.TcpState.SYN_RECV;
import static packetwalk.linux.socket.TcpState.SYN_SENT;
import static packetwalk.linux.socket.TcpState.TIME_WAIT;
import static packetwalk.net.Tcp.Flag.ACK;
import static packetwalk.net.Tcp.Flag.FIN;
import static packetwalk.net.Tcp.Flag.PSH;
import static packetwalk.net.Tcp.Flag.RST;
import static packetwalk.net.Tcp.Flag.SYN;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;

/**
 * One TCP connection's end: RFC 9293 from SYN to RST or TIME-WAIT, with retransmission.
 *
 * <p>Left out, since nobody sees it in a walk: windows, congestion control, selective and delayed acknowledgement.
 */
public final class TcpSocket {

    private static final long TIME_WAIT_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long FIN_TIMEOUT = Duration.ofSeconds(60).toNanos();

    private final TcpLayer layer;
    private final Owner owner;
    private Optional<Owner> holder;
    private final Endpoint local;
    private Supplier<IpAddress> flowSource;
    private final Endpoint remote;
    private final TcpEvents events;
    private final RetransmissionTimer timer;
    private final Agreed agreed = new Agreed();
    private final Deque<Tcp> unacknowledged = new ArrayDeque<>();
    private TcpState state = CLOSED;
    private long sendNext;
    private long sendUnacknowledged;
    private long receiveNext;
    private int lastPacket;
    private @Nullable Packet lastReceived;
    private boolean closed;

    TcpSocket(TcpLayer layer, Owner owner, Endpoint local, Endpoint remote, TcpEvents events) {
        this.layer = layer;
        this.owner = owner;
        this.holder = Optional.of(owner);
        this.local = local;
        this.flowSource = local::address;
        this.remote = remote;
        this.events = events;
        this.timer = new RetransmissionTimer(layer.simulation(), this::retransmit, () -> fail(Errno.ETIMEDOUT));
        this.sendNext = Integer.toUnsignedLong(layer.simulation().random().nextInt());
        this.sendUnacknowledged = sendNext;
    }

    public TcpState state() {
        return state;
    }

    public Owner owner() {
        return owner;
    }

    /** The process that still holds it; empty once that has closed it and the kernel says goodbye for it. */
    Optional<Owner> holder() {
        return holder;
    }

    public Endpoint local() {
        return local;
    }

    public Endpoint remote() {
        return remote;
    }

    /** The source by which its segments are routed; open if it was when the way was found. */
    IpAddress flowSource() {
        return flowSource.get();
    }

    /** Active open, routed by the source that {@code flow} gives: {@code tcp_v4_connect()}. */
    void connect(Supplier<IpAddress> flow) {
        flowSource = flow;
        state = SYN_SENT;
        agreed.offer(layer.mss(this));
        transmit(segment(Bytes.EMPTY, SYN), "opens a connection");
    }

    /** Passive open: a SYN came to the listener. */
    void accept(Tcp syn) {
        state = SYN_RECV;
        agreed.offer(layer.mss(this));
        agreed.hear(syn.options());
        receiveNext = Sequence.next(syn.seq(), 1);
        transmit(segment(Bytes.EMPTY, SYN, ACK), "accepts the connection: a socket listens here");
    }

    /**
     * Sends bytes; cut into segments that fit the way to the peer.
     *
     * @throws SocketFault EPIPE if this end has been closed, or the connection is over
     */
    public void send(Bytes data) {
        if (state != ESTABLISHED && state != CLOSE_WAIT) {
            throw new SocketFault(Errno.EPIPE, "connection " + this + " is " + state + "; it sends no more");
        }
        int mss = agreed.room(layer.mss(this));
        for (int from = 0; from < data.length(); from += mss) {
            int to = Math.min(data.length(), from + mss);
            Bytes part = data.slice(from, to);
            transmit(to == data.length() ? segment(part, PSH, ACK) : segment(part, ACK), "data");
        }
    }

    /** Sends no more, and reads on: FIN, {@code shutdown(SHUT_WR)}. Does nothing if that has been said. */
    public void shutdown() {
        switch (state) {
            case ESTABLISHED -> finish(FIN_WAIT_1);
            case CLOSE_WAIT -> finish(LAST_ACK);
            default -> {
                // closing already, or not there yet
            }
        }
    }

    /** Sends no more and reads no more: FIN, if that has not been said. */
    public void close() {
        boolean orphaned = !closed && state == FIN_WAIT_2;
        closed = true;
        switch (state) {
            case SYN_SENT -> remove();
            case SYN_RECV -> abort();
            default -> shutdown();
        }
        if (orphaned) {
            waitForFin();
        }
        holder = Optional.empty();
    }

    private void finish(TcpState next) {
        state = next;
        transmit(segment(Bytes.EMPTY, FIN, ACK), "has no more to send");
    }

    /** Nobody reads any more: the kernel waits for the peer's FIN, but not for ever, {@code net.ipv4.tcp_fin_timeout}. */
    private void waitForFin() {
        layer.simulation().after(FIN_TIMEOUT, () -> {
            if (state == FIN_WAIT_2) {
                remove();
            }
        });
    }

    /** Has the walk tell what the program decided about what came in last: which endpoint, which answer, and why. */
    public void handled(String event, Object by, Object why) {
        Packet packet = lastReceived;
        if (packet != null) {
            layer.handled(lastPacket, packet, event, by, why);
        }
    }

    /** Has captures keep the keys of what its two ends encrypt: a line as {@code SSLKEYLOGFILE} has it. */
    public void keyed(Supplier<String> line) {
        layer.keyed(line);
    }

    /** Ends the connection at once: RST. */
    public void abort() {
        if (state != CLOSED && state != TIME_WAIT) {
            layer.send(this, segment(Bytes.EMPTY, RST, ACK), "cuts the connection");
        }
        remove();
    }

    private Tcp segment(Bytes data, Tcp.Flag... flags) {
        Set<Tcp.Flag> set = EnumSet.copyOf(List.of(flags));
        long ack = set.contains(ACK) ? receiveNext : 0;
        return new Tcp(local.port(), remote.port(), sendNext, ack, set, agreed.options(set), data);
    }

    private void transmit(Tcp segment, String why) {
        sendNext = Sequence.next(sendNext, segment.span());
        unacknowledged.add(segment);
        timer.sent(state);
        layer.send(this, segment, why);
    }

    private void acknowledge() {
        layer.send(this, segment(Bytes.EMPTY, ACK), "acknowledges");
    }

    private void retransmit() {
        Tcp oldest = unacknowledged.peek();
        if (oldest != null) {
            layer.send(this, oldest, "sends again: no acknowledgement came in time");
        }
    }

    /** A segment for this connection came in: {@code tcp_rcv_state_process()}. */
    void receive(int id, Packet packet, Tcp segment) {
        lastPacket = id;
        lastReceived = packet;
        if (state == SYN_SENT) {
            receiveInSynSent(segment);
            return;
        }
        if (segment.has(RST) && state == TIME_WAIT) {
            remove();
            return;
        }
        if (segment.has(RST)) {
            fail(state.onReset());
            return;
        }
        if (segment.has(SYN)) {
            // a SYN again: our answer was lost, or another life of the same ports; RFC 5961 4.2 asks for an ACK
            acknowledgeAgain();
            return;
        }
        if (segment.has(ACK)) {
            receiveAck(segment.ack());
        }
        if (state == CLOSED || segment.span() == 0) {
            return;
        }
        if (segment.seq() != receiveNext) {
            acknowledge();
            return;
        }
        if (closed && !segment.data().isEmpty() && (state == FIN_WAIT_1 || state == FIN_WAIT_2)) {
            refuseData(segment);
            return;
        }
        receiveNext = Sequence.next(receiveNext, segment.span());
        if (!segment.has(FIN)) {
            acknowledge();
        }
        if (!segment.data().isEmpty()) {
            events.received(this, segment.data());
        }
        if (segment.has(FIN)) {
            long sentBefore = sendNext;
            receiveFin();
            // tcp_fin() delays its acknowledgement: the program's own FIN, if that comes at once, carries it
            if (sendNext == sentBefore) {
                acknowledge();
            }
        }
    }

    /** The program has closed and will read no more, so data is lost, and its sender must know: RFC 2525 2.17. */
    private void refuseData(Tcp segment) {
        Tcp reset = new Tcp(local.port(), remote.port(), segment.ack(), 0, EnumSet.of(RST), Bytes.EMPTY);
        layer.send(this, reset, "cuts the connection: data came, and the program has closed its socket");
        remove();
    }

    private void acknowledgeAgain() {
        if (state == SYN_RECV) {
            retransmit();
        } else {
            acknowledge();
        }
    }

    private void receiveInSynSent(Tcp segment) {
        boolean acksOurs = segment.has(ACK) && segment.ack() == sendNext;
        if (segment.has(RST)) {
            if (acksOurs) {
                fail(Errno.ECONNREFUSED);
            }
            return;
        }
        if (segment.has(SYN) && acksOurs) {
            receiveNext = Sequence.next(segment.seq(), 1);
            agreed.hear(segment.options());
            state = ESTABLISHED;
            receiveAck(segment.ack());
            acknowledge();
            layer.changed(this, lastPacket, "connected", "the handshake is complete");
            events.connected(this);
        }
    }

    private void receiveAck(long ack) {
        if (Sequence.distance(sendUnacknowledged, ack) <= 0 || Sequence.distance(ack, sendNext) < 0) {
            return;
        }
        sendUnacknowledged = ack;
        while (!unacknowledged.isEmpty() && Sequence.distance(Sequence.end(unacknowledged.peek()), ack) >= 0) {
            unacknowledged.remove();
        }
        timer.acknowledged();
        if (!unacknowledged.isEmpty()) {
            timer.sent(state);
        }
        switch (state) {
            case SYN_RECV -> {
                state = ESTABLISHED;
                events.connected(this);
            }
            case FIN_WAIT_1 -> {
                if (unacknowledged.isEmpty()) {
                    state = FIN_WAIT_2;
                    if (closed) {
                        waitForFin();
                    }
                }
            }
            case CLOSING -> waitForStrays();
            case LAST_ACK -> remove();
            default -> {
                // data was acknowledged
            }
        }
    }

    private void receiveFin() {
        switch (state) {
            case ESTABLISHED -> state = CLOSE_WAIT;
            case FIN_WAIT_1 -> state = CLOSING;
            case FIN_WAIT_2 -> waitForStrays();
            default -> {
                // a FIN again
            }
        }
        events.peerClosed(this);
    }

    private void waitForStrays() {
        state = TIME_WAIT;
        layer.simulation().after(TIME_WAIT_NANOS, this::remove);
    }

    /** An ICMP error about one of its packets: only a connection that is being made gives up; {@code tcp_v4_err()}. */
    void unreachable(int id, Errno errno) {
        lastPacket = id;
        if (state == SYN_SENT || state == SYN_RECV) {
            fail(errno);
        }
    }

    /** What was too big for its way is cut again and sent again at once: {@code tcp_simple_retransmit()}. */
    void mtuReduced() {
        int mss = agreed.room(layer.mss(this));
        List<Tcp> waiting = List.copyOf(unacknowledged);
        if (waiting.stream().allMatch(each -> each.data().length() <= mss)) {
            return;
        }
        unacknowledged.clear();
        for (Tcp segment : waiting) {
            for (int from = 0; from < Math.max(1, segment.data().length()); from += mss) {
                Tcp part = segment.part(from, mss);
                unacknowledged.add(part);
                if (segment.data().length() > mss) {
                    layer.send(this, part, "sends again in smaller segments: the way takes no larger ones");
                }
            }
        }
    }

    private void fail(Errno errno) {
        layer.changed(this, lastPacket, "failed", errno + ": " + errno.words());
        remove();
        events.failed(this, errno);
    }

    private void remove() {
        state = CLOSED;
        timer.acknowledged();
        unacknowledged.clear();
        layer.remove(this);
    }

    @Override
    public String toString() {
        return local + " -> " + remote;
    }
}
