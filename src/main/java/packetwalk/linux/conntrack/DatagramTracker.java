package packetwalk.linux.conntrack;

import packetwalk.linux.sysctl.ConntrackSysctl;
import packetwalk.net.Packet;
import packetwalk.net.Protocol;

/** Follows what has no connections of its own, and of SCTP the packet that asks for one: net/netfilter/nf_conntrack_proto_{udp,icmp,icmpv6,sctp,generic}.c. */
final class DatagramTracker {

    private static final Judgement STRAY_REPLY =
            Judgement.invalid("it answers something that was never seen here, and can begin no connection");

    /** Active for longer than this, and both ways, it counts as a stream. */
    private static final long STREAM_AFTER = 2_000_000_000L;

    private final Timeouts timeouts;

    DatagramTracker(Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    Judgement packet(Connection connection, Packet packet, boolean reply) {
        if (connection.original().isEcho() && !connection.original().request()) {
            return STRAY_REPLY;
        }
        if (connection.protocol() == Protocol.SCTP) {
            connection.sctpAsked();
        }
        timeouts.refresh(connection, packet, reply, timeouts.seconds(timeout(connection)));
        return Judgement.ACCEPT;
    }

    private ConntrackSysctl timeout(Connection connection) {
        Protocol protocol = connection.protocol();
        if (protocol == Protocol.UDP || protocol == Protocol.UDPLITE) {
            return udp(connection);
        }
        if (protocol == Protocol.SCTP) {
            // an INIT, and another, in either direction: sctp_conntracks keeps it in COOKIE_WAIT
            return ConntrackSysctl.SCTP_TIMEOUT_COOKIE_WAIT;
        }
        if (protocol == Protocol.ICMPV6) {
            return ConntrackSysctl.ICMPV6_TIMEOUT;
        }
        return protocol == Protocol.ICMP ? ConntrackSysctl.ICMP_TIMEOUT : ConntrackSysctl.GENERIC_TIMEOUT;
    }

    /** {@code nf_conntrack_udp_packet()}. */
    private ConntrackSysctl udp(Connection connection) {
        boolean stream = connection.has(CtStatus.SEEN_REPLY) && timeouts.now() - connection.begun() > STREAM_AFTER;
        if (stream && !connection.has(CtStatus.NAT_CLASH)) {
            connection.add(CtStatus.ASSURED);
        }
        return stream ? ConntrackSysctl.UDP_TIMEOUT_STREAM : ConntrackSysctl.UDP_TIMEOUT;
    }
}
