package packetwalk;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.netfilter.Table;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.program.Arping;
import packetwalk.program.Ping;
import packetwalk.program.Result;
import packetwalk.program.TcpClient;
import packetwalk.program.Traceroute;
import packetwalk.program.UdpClient;
import packetwalk.program.Url;
import packetwalk.tools.Shell;
import packetwalk.trace.Exhibit;
import packetwalk.trace.Outcome;
import packetwalk.trace.Printout;
import packetwalk.trace.Walk;

/**
 * Something with a network namespace that one can sit in front of: a pod, a container, a node, a router.
 *
 * <p>Verbs that send ({@link #ping}, {@link #get} …) take a {@link Walk}; they come back when the program has ended, in
 * virtual time. Verbs named after a command ({@link #ip}, {@link #ss} …) take the rest of its line and print what it
 * prints. A lost packet is a step of the walk, never an exception.
 */
public abstract sealed class Netns implements Exhibit permits Node, Pod, Container, DockerHost, Router, OutsideHost {

    private final World world;

    Netns(World world) {
        this.world = world;
    }

    World world() {
        return world;
    }

    /** What a shell's prompt would say: the pod's, container's or machine's name. */
    public abstract String name();

    abstract NetworkNamespace namespace();

    /**
     * Its first address that is not loopback's.
     *
     * @throws IllegalStateException if it has none, such as a container whose network was taken away
     */
    public IpAddress address() {
        return namespace().addresses().stream()
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(name() + " has no address but loopback's; see ip(\"addr\")"));
    }

    /** {@code ping -c 1}: one echo request; waits ten seconds for an answer. */
    public Walk ping(String address) {
        IpAddress dst = IpAddress.parse(address);
        return walk("ping -c 1 " + dst, dst, () -> Ping.run(namespace(), dst, Packet.DEFAULT_TTL));
    }

    /** {@link #ping(String)} to the address of {@code other}. */
    public Walk ping(Netns other) {
        return ping(other.address().toString());
    }

    /** {@code ping -c 1 -t TTL}: with that many hops to live, 1 to 255. */
    public Walk ping(String address, int ttl) {
        IpAddress dst = IpAddress.parse(address);
        if (ttl < 1 || ttl > 255) {
            throw new IllegalArgumentException("ttl " + ttl + " cannot be sent; use 1 to 255");
        }
        return walk("ping -c 1 -t " + ttl + " " + dst, dst, () -> Ping.run(namespace(), dst, ttl));
    }

    /** {@code nc -zv}: opens a TCP connection and closes it again. */
    public Walk connect(String address, int port) {
        IpAddress dst = IpAddress.parse(address);
        Ports.requireService(port);
        return walk("nc -zv " + dst + " " + port, dst, () -> TcpClient.connect(namespace(), dst, port));
    }

    /** {@link #connect(String, int)} to the address of {@code other}. */
    public Walk connect(Netns other, int port) {
        return connect(other.address().toString(), port);
    }

    /**
     * One HTTP GET, as curl sends it.
     *
     * @param url such as {@code http://10.0.1.2:8080/}; its host is an address, or {@code localhost}
     */
    public Walk get(String url) {
        Url target = Url.parse(url);
        Optional<IpAddress> address = resolve(target.host());
        if (address.isEmpty()) {
            String text = "curl: (6) Could not resolve host: " + target.host();
            Outcome outcome = new Outcome(Outcome.Kind.UNREACHABLE, text + " (nothing answers DNS here)");
            return world.walk("curl " + target, name(), () -> new Result(outcome, text));
        }
        return walk("curl " + target, address.get(), () -> TcpClient.get(namespace(), address.get(), target));
    }

    private static Optional<IpAddress> resolve(String host) {
        if (host.equals("localhost")) {
            return Optional.of(IpAddress.parse("127.0.0.1"));
        }
        return IpAddress.isAddress(host) ? Optional.of(IpAddress.parse(host)) : Optional.empty();
    }

    /** {@code nc -u}: sends one datagram with that text, and waits five seconds for one back. */
    public Walk send(String address, int port, String text) {
        IpAddress dst = IpAddress.parse(address);
        Ports.requireService(port);
        return walk("nc -u " + dst + " " + port, dst, () -> UdpClient.run(namespace(), dst, port, text));
    }

    /** {@code traceroute -n -q 1}: which routers a packet meets. */
    public Walk traceroute(String address) {
        IpAddress dst = IpAddress.parse(address);
        return walk("traceroute -n -q 1 " + dst, dst, () -> Traceroute.run(namespace(), dst));
    }

    /** {@link #traceroute(String)} to the address of {@code other}. */
    public Walk traceroute(Netns other) {
        return traceroute(other.address().toString());
    }

    /** {@code arping -c 1}: who has that address, on the link of the device whose network it lies in? */
    public Walk arping(String address) {
        IpAddress target = IpAddress.parse(address);
        String device = deviceTowards(target);
        return walk("arping -c 1 -I " + device + " " + target, target, () -> Arping.run(namespace(), device, target));
    }

    private String deviceTowards(IpAddress target) {
        List<NetDevice> usable = namespace().devices().stream()
                .filter(device ->
                        !device.addresses().isEmpty() && !device.kind().equals("loopback"))
                .toList();
        return usable.stream()
                .filter(device -> device.addresses().stream()
                        .anyMatch(own -> own.network().contains(target)))
                .findFirst()
                .or(() -> usable.stream().findFirst())
                .map(NetDevice::name)
                .orElseThrow(() -> new IllegalStateException(name() + " has no device but loopback to ask on"));
    }

    private Walk walk(String command, IpAddress dst, Supplier<Result> program) {
        if (dst.family() == IpFamily.IPV6) {
            Outcome outcome = new Outcome(Outcome.Kind.UNKNOWN, "IPv6 is not modelled (" + dst + ")");
            return world.walk(command, name(), () -> new Result(outcome, ""));
        }
        return world.walk(command, name(), program);
    }

    /**
     * Runs one command of iproute2, iptables, conntrack or sysctl as typed at its prompt.
     *
     * @throws IllegalArgumentException if the command, an option or an object is unknown; nothing is changed then
     */
    public Printout sh(String commandLine) {
        return new Printout(name(), commandLine, new Shell(namespace()).run(commandLine));
    }

    /** {@code ip …}: {@code addr}, {@code route}, {@code rule}, {@code neigh}, {@code link}, to see and to change. */
    public Printout ip(String arguments) {
        return sh("ip " + arguments);
    }

    /** {@code bridge …}: {@code fdb}, {@code link}. */
    public Printout bridge(String arguments) {
        return sh("bridge " + arguments);
    }

    /** {@code ss …}: sockets, such as {@code -ltn} for those that listen. */
    public Printout ss(String arguments) {
        return sh("ss " + arguments);
    }

    /** {@code sysctl …}: a name to read it, {@code name=value} or {@code -w name=value} to change it. */
    public Printout sysctl(String arguments) {
        return sh("sysctl " + arguments);
    }

    /** A table's name prints its rules as {@code iptables-save} does; anything else is a command's arguments. */
    public Printout iptables(String argumentsOrTable) {
        return Table.named(argumentsOrTable).isPresent()
                ? sh("iptables-save -t " + argumentsOrTable)
                : sh("iptables " + argumentsOrTable);
    }

    /** {@code conntrack -L}: connections that are tracked here; none where no rule needs it. */
    public Printout conntrack() {
        return sh("conntrack -L");
    }

    @Override
    public String toString() {
        return text();
    }
}
