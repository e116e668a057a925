package packetwalk.linux.ipvs;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.ipvs.IpvsConnection.Birth;
import packetwalk.linux.ipvs.IpvsConnections.Ends;
import packetwalk.linux.sysctl.IpvsSysctl;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;
import packetwalk.net.Tcp;
import packetwalk.trace.Step;

/** A connection begins: {@code ip_vs_schedule()} and {@code ip_vs_sched_persist()}, net/netfilter/ipvs/ip_vs_core.c. */
final class Scheduling {

    private static final int FTP = 21;
    private static final int FTP_DATA = 20;

    private final Ipvs ipvs;
    private final IpvsStack stack;

    Scheduling(Ipvs ipvs, IpvsStack stack) {
        this.ipvs = ipvs;
        this.stack = stack;
    }

    /**
     * What became of the attempt: a connection, or what IPVS says of the packet if there is none.
     *
     * @param outcome ACCEPT where the packet is none of IPVS' business
     */
    record Attempt(@Nullable IpvsConnection connection, Outcome outcome) {

        static final Attempt NOT_OURS = new Attempt(null, Outcome.ACCEPT);

        static Attempt of(IpvsConnection connection) {
            return new Attempt(connection, Outcome.ACCEPT);
        }
    }

    /** {@code tcp_conn_schedule()} and {@code udp_conn_schedule()}: only what may begin a connection. */
    Attempt schedule(Skb skb, Ends ends, boolean error) {
        if (!error && skb.packet().transport() instanceof Tcp segment) {
            boolean begins = segment.has(Tcp.Flag.SYN) || stack.sysctls().on(IpvsSysctl.SLOPPY_TCP);
            if (segment.has(Tcp.Flag.RST) || !begins) {
                return Attempt.NOT_OURS;
            }
        }
        Optional<VirtualServer> service = ipvs.find(skb.mark(), ends.protocol(), ends.to(), ends.toPort());
        return service.isPresent() ? schedule(skb, service.get(), ends, error) : Attempt.NOT_OURS;
    }

    private Attempt schedule(Skb skb, VirtualServer service, Ends ends, boolean error) {
        boolean local = skb.in().isEmpty() || skb.in().equals("lo");
        // what a local real server answers is not scheduled anew
        if (ends.fromPort() == FTP_DATA
                || (local && ipvs.table().inward(ends.back()).isPresent())) {
            return Attempt.NOT_OURS;
        }
        String unknown = service.scheduler().unknown();
        if (!unknown.isEmpty()) {
            return new Attempt(null, Outcome.unknown(unknown));
        }
        if (service.persistence() > 0) {
            return persist(skb, service, ends, error);
        }
        if (service.key().fwmark() == 0 && ends.toPort() != service.key().port()) {
            return leave(skb, service, ends, error, "port zero is only for persistent services");
        }
        Scheduler.Choice choice = service.scheduler().schedule(service, skb.packet());
        RealServer server = choice.server();
        if (server == null) {
            return leave(skb, service, ends, error, choice.why().get());
        }
        IpvsConnection connection = begin(skb, service, ends, server, port(server, ends.toPort()));
        explain(skb, service, server, choice.why().get());
        return Attempt.of(connection);
    }

    private static int port(RealServer server, int wanted) {
        return server.port() == 0 ? wanted : server.port();
    }

    private IpvsConnection begin(Skb skb, VirtualServer service, Ends ends, RealServer server, int port) {
        boolean onePacket = service.onePacket() && ends.protocol() == Protocol.UDP;
        Birth birth =
                new Birth(ends.protocol(), ends.from(), ends.fromPort(), ends.to(), ends.toPort(), skb.mark(), port);
        IpvsConnection connection = new IpvsConnection(birth, server, false, onePacket, tracked());
        ipvs.table().add(connection);
        ipvs.countConnection(server);
        return connection;
    }

    private boolean tracked() {
        return stack.sysctls().on(IpvsSysctl.CONNTRACK);
    }

    /** The client goes where it went before, if that is still possible: {@code ip_vs_sched_persist()}. */
    private Attempt persist(Skb skb, VirtualServer service, Ends ends, boolean error) {
        Ends key = templateKey(service, ends);
        Optional<IpvsConnection> known = ipvs.table().template(key).filter(this::check);
        String why = "its client is known: persistence";
        IpvsConnection template;
        if (known.isPresent()) {
            template = known.get();
        } else {
            Scheduler.Choice choice = service.scheduler().schedule(service, skb.packet());
            RealServer server = choice.server();
            if (server == null) {
                return leave(skb, service, ends, error, choice.why().get());
            }
            why = choice.why().get() + "; its client will be sent there for " + service.persistence() + " s";
            boolean ownPort =
                    ends.toPort() == service.key().port() && service.key().port() != FTP;
            Birth birth = new Birth(
                    key.protocol(), key.from(), 0, key.to(), key.toPort(), skb.mark(), ownPort ? server.port() : 0);
            template = new IpvsConnection(birth, server, true, false, tracked());
            ipvs.table().add(template);
            template.timeout(service.persistence());
        }
        RealServer server = template.server();
        boolean own = ends.toPort() == service.key().port() && server.port() != 0;
        IpvsConnection connection = begin(skb, service, ends, server, own ? server.port() : ends.toPort());
        connection.control(template);
        ipvs.table().restart(template);
        explain(skb, service, server, why);
        return Attempt.of(connection);
    }

    /** What of a packet a template is found by. */
    private static Ends templateKey(VirtualServer service, Ends ends) {
        IpAddress net =
                IpAddress.ofV4((int) (ends.from().low() & service.netmask().low()));
        ServiceKey key = service.key();
        if (ends.toPort() == key.port()) {
            return new Ends(ends.protocol(), net, 0, ends.to(), key.port() == FTP ? 0 : key.port());
        }
        return key.fwmark() == 0
                ? new Ends(ends.protocol(), net, 0, ends.to(), 0)
                : new Ends(Protocol.of(0), net, 0, IpAddress.ofV4(key.fwmark()), 0);
    }

    /** Whether a template still counts: {@code ip_vs_check_template()}. */
    private boolean check(IpvsConnection template) {
        RealServer server = template.server();
        boolean quiescent = server.weight() == 0 && stack.sysctls().on(IpvsSysctl.EXPIRE_QUIESCENT_TEMPLATE);
        boolean counts = server.available() && !quiescent;
        if (!counts) {
            ipvs.table().invalidate(template);
        }
        return counts;
    }

    private void explain(Skb skb, VirtualServer service, RealServer server, String why) {
        if (stack.trace().on()) {
            Object chosen = server + " " + server.forwarding() + " weight " + server.weight();
            stack.trace().balanced(skb.id(), skb.packet(), "scheduled", chosen, service + ": " + why);
        }
    }

    /** There is a virtual server, and nobody behind it: {@code ip_vs_leave()}. */
    private Attempt leave(Skb skb, VirtualServer service, Ends ends, boolean error, String why) {
        if (service.key().port() == FTP && ends.toPort() != FTP) {
            return Attempt.NOT_OURS;
        }
        Packet packet = skb.packet();
        stack.trace().notDone(skb.id(), packet, Step.Layer.NETFILTER, "not scheduled", service, why);
        if (!error) {
            stack.portUnreachable(skb);
        }
        return new Attempt(null, Outcome.drop("IPVS: " + service + ": " + why));
    }
}
