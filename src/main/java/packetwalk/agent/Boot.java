package packetwalk.agent;

import java.util.List;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Nic;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.InterfaceAddress;

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
        List<String> families = host.hasIpv6() ? List.of("iptables", "ip6tables") : List.of("iptables");
        families.forEach(iptables -> TABLES.forEach(table -> forget(commands, iptables + " -t " + table + " ")));
        commands.run("nft flush ruleset");
        commands.run("ipvsadm -C");
        commands.run("ipset destroy");
        commands.run("conntrack -F");
        List<Route> defaults = defaultRoutes(host.fib());
        List<Route> defaultsV6 = host.hasIpv6() ? defaultRoutes(host.ipv6().fib()) : List.of();
        for (NetDevice device : List.copyOf(host.devices())) {
            if (device instanceof Nic) {
                restart(host, device);
            } else if (!device.kind().equals("loopback")
                    && host.device(device.name()).isPresent()) {
                host.delete(device);
            }
        }
        host.fib().removeIf(route -> route.dev().isEmpty());
        defaults.forEach(route -> host.fib().add(Fib.MAIN, route));
        defaultsV6.forEach(route -> host.ipv6().fib().add(Fib.MAIN, route));
    }

    private static List<Route> defaultRoutes(Fib fib) {
        return fib.table(Fib.MAIN).routes().stream()
                .filter(route -> route.dst().length() == 0)
                .toList();
    }

    /** A card that goes down keeps its IPv4 addresses, and loses those of IPv6: {@code keep_addr_on_down}. */
    private static void restart(NetworkNamespace host, NetDevice card) {
        List<InterfaceAddress> kept = host.hasIpv6() ? host.ipv6().addresses(card) : List.of();
        card.setUp(false);
        card.setUp(true);
        kept.stream().filter(each -> !each.address().isLinkLocal()).forEach(card::addAddress);
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
