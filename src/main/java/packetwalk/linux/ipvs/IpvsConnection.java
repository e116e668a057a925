package packetwalk.linux.ipvs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Tuple;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.time.Simulation;

/** Which real server a client's packets go to: {@code struct ip_vs_conn}. A template says it for a client's next ones. */
public final class IpvsConnection {

    /** The port of a template that counts no longer. */
    private static final int INVALID_PORT = 0xffff;

    private final Protocol protocol;
    private final IpAddress client;
    private final int clientPort;
    private final IpAddress virtual;
    private final int fwmark;
    private final RealServer server;
    private final ForwardingMethod forwarding;
    private final boolean template;
    private final boolean onePacket;
    private int virtualPort;
    private int serverPort;
    private boolean tracked;
    private boolean answered;
    private boolean active;
    private boolean assured;
    private TcpState tcp = TcpState.NONE;
    private String sctp = "NONE";

    /** Nanoseconds without a packet after which it is forgotten. */
    private long timeout = 3_000_000_000L;

    private long expires;
    private long due;
    private Simulation.@Nullable Timer timer;
    private @Nullable IpvsConnection control;
    private int controlled;

    /** What a connection is born with. */
    record Birth(
            Protocol protocol,
            IpAddress client,
            int clientPort,
            IpAddress virtual,
            int virtualPort,
            int fwmark,
            int serverPort) {}

    /**
     * {@code ip_vs_conn_new()}.
     *
     * @param tracked whether connection tracking keeps it
     */
    IpvsConnection(Birth birth, RealServer server, boolean template, boolean onePacket, boolean tracked) {
        this.protocol = birth.protocol();
        this.client = birth.client();
        this.clientPort = birth.clientPort();
        this.virtual = birth.virtual();
        this.virtualPort = birth.virtualPort();
        this.fwmark = birth.fwmark();
        this.serverPort = birth.serverPort();
        this.server = server;
        this.forwarding = server.forwarding(); // ip_vs_bind_dest(): as the server's was at its birth
        this.template = template;
        this.onePacket = onePacket;
        this.tracked = tracked;
        server.bind(template);
    }

    /** TCP or UDP; the protocol of number 0 for a template of a mark. */
    public Protocol protocol() {
        return protocol;
    }

    /** Of a template: what of the client's address counts. */
    public IpAddress client() {
        return client;
    }

    /** 0 for a template. */
    public int clientPort() {
        return clientPort;
    }

    /** Of a mark's template: the mark, written as an address. */
    public IpAddress virtual() {
        return virtual;
    }

    public int virtualPort() {
        return virtualPort;
    }

    /** The mark of the packet that began it. */
    public int fwmark() {
        return fwmark;
    }

    public RealServer server() {
        return server;
    }

    public int serverPort() {
        return serverPort;
    }

    public boolean template() {
        return template;
    }

    boolean onePacket() {
        return onePacket;
    }

    ForwardingMethod forwarding() {
        return forwarding;
    }

    /** Whether connection tracking keeps it: {@code IP_VS_CONN_F_NFCT}. */
    boolean tracked() {
        return tracked;
    }

    void untracked() {
        tracked = false;
    }

    boolean active() {
        return active;
    }

    TcpState tcp() {
        return tcp;
    }

    /** The template that sent it to its server; null if none did. */
    @Nullable
    IpvsConnection control() {
        return control;
    }

    /** The virtual port of the template that sent it to its server; -1 if none did. */
    public int controlPort() {
        return control == null ? -1 : control.virtualPort;
    }

    /** {@code ip_vs_control_add()}. */
    void control(IpvsConnection by) {
        control = by;
        by.controlled++;
    }

    /** {@code ip_vs_control_del()}. */
    void uncontrol() {
        if (control != null) {
            control.controlled--;
            control = null;
        }
    }

    /** Whether it is a template that some connection still refers to. */
    boolean controls() {
        return controlled > 0;
    }

    /** Whether a client has been seen to be answered through it. */
    boolean assured() {
        return assured;
    }

    private void assureControl() {
        if (control != null && control.template) {
            control.assured = true;
        }
    }

    /** A TCP segment passed: {@code tcp_state_transition()}. */
    void tcp(TcpState.Direction seen, packetwalk.net.Tcp segment, Timeouts timeouts) {
        answered |= seen == TcpState.Direction.OUTPUT;
        boolean oneWay = forwarding() != ForwardingMethod.MASQ && !answered;
        TcpState next = tcp.after(oneWay ? TcpState.Direction.INPUT_ONLY : seen, segment);
        if (next != tcp && next.active() != active) {
            active = next.active();
            server.moved(active);
        }
        if (next != tcp && next == TcpState.ESTABLISHED) {
            assureControl();
        }
        tcp = next;
        timeout(timeouts.tcp(next));
    }

    /** A datagram passed: {@code udp_state_transition()}. */
    void udp(TcpState.Direction seen, Timeouts timeouts) {
        timeout(timeouts.udp());
        if (seen == TcpState.Direction.OUTPUT) {
            assureControl();
        }
    }

    /** A client's SCTP INIT passed, the only packet of that protocol here: {@code set_sctp_state()}. */
    void sctpInit() {
        sctp = sctp.equals("NONE") ? "INIT1" : "INIT";
        timeout(sctp.equals("INIT1") ? 4 : 61);
    }

    /** Whether no timer will be needed again, since it is to go at once with what controls it. */
    boolean isDropped() {
        return timeout == 0;
    }

    void timeout(int seconds) {
        timeout = seconds * 1_000_000_000L;
    }

    long timeout() {
        return timeout;
    }

    long expires() {
        return expires;
    }

    void expires(long time) {
        expires = time;
    }

    /** When its timer runs out, at the latest when it expires. */
    long due() {
        return due;
    }

    boolean hasTimer() {
        return timer != null;
    }

    void timer(Simulation.Timer started, long time) {
        timer = started;
        due = time;
    }

    void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** A template counts no longer, and only waits for its end: {@code ip_vs_check_template()}. */
    void invalidate() {
        virtualPort = INVALID_PORT;
        serverPort = INVALID_PORT;
    }

    boolean isInvalid() {
        return virtualPort == INVALID_PORT;
    }

    /** What connection tracking calls the client's direction. */
    Tuple tuple() {
        return new Tuple(protocol, client, clientPort, virtual, virtualPort, true);
    }

    /** {@code TCP}, {@code UDP}; {@code IP} for a template of a mark. */
    public String protocolName() {
        return protocol.number() == 0 ? "IP" : protocol.toString().toUpperCase(Locale.ROOT);
    }

    /** As {@code ipvsadm -Lc} prints it: {@code ip_vs_state_name()}. */
    public String state() {
        if (template) {
            return assured ? "ASSURED" : "NONE";
        }
        if (protocol == Protocol.SCTP) {
            return sctp;
        }
        return protocol == Protocol.TCP ? tcp.name() : protocolName();
    }

    /** Client, virtual address and real server. */
    @Override
    public String toString() {
        return protocolName() + " " + client + ":" + clientPort + " " + virtual + ":" + virtualPort + " "
                + server.address() + ":" + serverPort;
    }
}
