package packetwalk.agent;

import java.util.List;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Nic;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.socket.TcpSocket;

/**
 * A machine starts again: its kernel has forgotten what was only in memory. What a configuration file keeps stays: the
 * cards' addresses, the default route, settings ({@code /etc/sysctl.d}), and the services that listen.
 */
public final class Boot {

    private static final List<String> TABLES = List.of("raw", "mangle", "nat", "filter", "security");

    private Boot() {}

    /** Brings {@code host} to where its boot scripts leave it; its cards are still unplugged. */
    public static void start(NetworkNamespace host) {
        host.sockets().tcp().connections().forEach(TcpSocket::abort);
        NodeCommands commands = new NodeCommands(host);
        TABLES.forEach(table -> forget(commands, "iptables -t " + table + " "));
        commands.run("ipvsadm -C");
        commands.run("ipset destroy");
        commands.run("conntrack -F");
        List<Route> defaults = host.fib().table(Fib.MAIN).routes().stream()
                .filter(route -> route.dst().length() == 0)
                .toList();
        for (NetDevice device : List.copyOf(host.devices())) {
            if (device instanceof Nic) {
                device.setUp(false);
                device.setUp(true);
            } else if (!device.kind().equals("loopback")
                    && host.device(device.name()).isPresent()) {
                host.delete(device);
            }
        }
        host.fib().removeIf(route -> route.dev().isEmpty());
        defaults.forEach(route -> host.fib().add(Fib.MAIN, route));
    }

    private static void forget(NodeCommands commands, String iptables) {
        commands.run(iptables + "-F");
        commands.run(iptables + "-X");
        commands.run(iptables + "-S")
                .lines()
                .filter(line -> line.startsWith("-P "))
                .map(line -> line.split(" ")[1])
                .forEach(chain -> commands.run(iptables + "-P " + chain + " ACCEPT"));
    }
}
