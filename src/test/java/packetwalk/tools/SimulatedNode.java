package packetwalk.tools;

import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Veth;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.PingSocket;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.time.Simulation;
import packetwalk.trace.Trace;

/**
 * The node of the transcripts: {@code eth0} to the outside, {@code docker0} with one container behind {@code vethx}.
 * {@link RealNode} builds the same of network namespaces.
 */
final class SimulatedNode implements Prompt {

    private final Simulation simulation = new Simulation(7);
    private final NetworkNamespace host;
    private final Shell shell;

    SimulatedNode() {
        Trace trace = new Trace();
        NetworkNamespace outside = new NetworkNamespace(simulation, trace, "router", "host");
        host = new NetworkNamespace(simulation, trace, "node", "host");
        NetworkNamespace container = host.sibling("container");
        shell = new Shell(host);
        pair("eth0", "42:01:0a:64:00:02", outside, "uplink", "42:01:0a:64:00:01");
        shell.run("ip link add docker0 address 02:42:ac:11:00:01 type bridge");
        pair("vethx", "02:42:ac:11:01:01", container, "eth0", "02:42:ac:11:00:02");
        Shell there = new Shell(outside);
        there.run("ip link set uplink up");
        there.run("ip addr add 10.100.0.1/24 dev uplink");
        Shell inside = new Shell(container);
        inside.run("ip link set eth0 up");
        inside.run("ip addr add 172.17.0.2/24 dev eth0");
        inside.run("ip route add default via 172.17.0.1");
    }

    private void pair(String name, String mac, NetworkNamespace other, String peer, String peerMac) {
        Veth.pair(host, name, MacAddress.parse(mac), other, peer, MacAddress.parse(peerMac));
    }

    @Override
    public String run(String command) {
        return shell.run(command);
    }

    @Override
    public boolean refuses(String command) {
        try {
            shell.run(command);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    NetworkNamespace host() {
        return host;
    }

    @Override
    public void ping(String address) {
        PingSocket socket = host.sockets().ping(new Owner(1, "ping"), new PingSocket.Events() {
            @Override
            public void replied(Packet reply, IcmpEcho echo) {}

            @Override
            public void unreachable(Packet error, int seq) {}
        });
        socket.send(IpAddress.parse(address), 1, 64);
        simulation.settle();
        socket.close();
    }

    @Override
    public void listen(String protocol, String address, int port) {
        Owner owner = new Owner(100, "server");
        if (protocol.equals("tcp")) {
            host.sockets().tcp().listen(owner, IpAddress.parse(address), port, socket -> new TcpEvents() {});
        } else {
            host.sockets().udp().bind(owner, IpAddress.parse(address), port, (socket, from, packet, data) -> {});
        }
    }
}
