package packetwalk;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.linux.xtables.Table;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
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
 * prints. A lost packet is a step of the walk, never an exception; only where there is no namespace to send from (its container
 * does not run, its pod's pause container is dead) they throw IllegalStateException.
 */
public abstract sealed class Netns implements Exhibit
        permits Node, Pod, Container, DockerHost, Router, OutsideHost, RebuiltNode {

    private static final IpAddress LOCALHOST = IpAddress.parse("127.0.0.1");

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

    /**
     * {@code ping -c 1}: one echo request; waits ten seconds for an answer.
     *
     * @param host an address or {@code localhost}; any other name is not found, since nothing answers DNS here
     */
    public Walk ping(String host) {
        return walk(
                "ping -c 1 " + host, host, unknownHost("ping", host), dst -> Ping.run(namespace(), dst, defaultTtl()));
    }

    /**
     * {@link #ping(String)} to the address of {@code other}.
     *
     * @throws IllegalStateException if it has none, such as a pod whose pause container is dead
     */
    public Walk ping(Netns other) {
        return ping(other.address().toString());
    }

    /** {@code ping -c 1 -t TTL}: with that many hops to live, 1 to 255. */
    public Walk ping(String host, int ttl) {
        if (ttl < 1 || ttl > 255) {
            throw new IllegalArgumentException("ttl " + ttl + " cannot be sent; use 1 to 255");
        }
        String command = "ping -c 1 -t " + ttl + " " + host;
        return walk(command, host, unknownHost("ping", host), dst -> Ping.run(namespace(), dst, ttl));
    }

    /** {@code nc -zv}: opens a TCP connection and closes it again; hosts as in {@link #ping(String)}. */
    public Walk connect(String host, int port) {
        Ports.requireService(port);
        String command = "nc -zv " + host + " " + port;
        return walk(command, host, unknownHost("nc", host), dst -> TcpClient.connect(namespace(), dst, port));
    }

    /** {@link #connect(String, int)} to the address of {@code other}; throws as {@link #ping(Netns)}. */
    public Walk connect(Netns other, int port) {
        return connect(other.address().toString(), port);
    }

    /**
     * One HTTP GET, as curl sends it.
     *
     * @param url such as {@code http://10.0.1.2:8080/}; hosts as in {@link #ping(String)}
     */
    public Walk get(String url) {
        Url target = Url.parse(url);
        String unknown = "curl: (6) Could not resolve host: " + target.host();
        return walk("curl " + target, target.host(), unknown, dst -> TcpClient.get(namespace(), dst, target));
    }

    /** {@code nc -u}: sends one datagram with that text, and waits five seconds for one back. */
    public Walk send(String host, int port, String text) {
        Ports.requireService(port);
        String command = "nc -u " + host + " " + port;
        return walk(command, host, unknownHost("nc", host), dst -> UdpClient.run(namespace(), dst, port, text));
    }

    /** {@code traceroute -n -q 1}: which routers a packet meets; hosts as in {@link #ping(String)}. */
    public Walk traceroute(String host) {
        String command = "traceroute -n -q 1 " + host;
        return walk(command, host, unknownHost("traceroute", host), dst -> Traceroute.run(namespace(), dst));
    }

    /** {@link #traceroute(String)} to the address of {@code other}; throws as {@link #ping(Netns)}. */
    public Walk traceroute(Netns other) {
        return traceroute(other.address().toString());
    }

    /** {@code arping -c 1}: who has that address, on the link of the device whose network it lies in? */
    public Walk arping(String address) {
        IpAddress target = IpAddress.parse(address);
        String device = deviceTowards(target);
        String command = "arping -c 1 -I " + device + " " + target;
        return walk(command, address, "", dst -> Arping.run(namespace(), device, target));
    }

    private int defaultTtl() {
        return namespace().sysctls().value(Sysctl.IP_DEFAULT_TTL);
    }

    private static String unknownHost(String tool, String host) {
        return tool + ": " + host + ": Name or service not known";
    }

    /** The address that a host stands for; empty for a name, which nobody here can look up. */
    private static Optional<IpAddress> resolve(String host) {
        if (host.equals("localhost")) {
            return Optional.of(LOCALHOST);
        }
        boolean name = host.matches("[A-Za-z0-9.-]*[A-Za-z][A-Za-z0-9.-]*");
        return name ? Optional.empty() : Optional.of(IpAddress.parse(host));
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

    private Walk walk(String command, String host, String unknown, Function<IpAddress, Result> program) {
        Optional<IpAddress> dst = resolve(host);
        if (dst.isEmpty()) {
            Outcome outcome = new Outcome(Outcome.Kind.UNREACHABLE, unknown + " (nothing answers DNS here)");
            return world.walk(command, name(), () -> new Result(outcome, unknown));
        }
        if (dst.get().family() == IpFamily.IPV6) {
            Outcome outcome = new Outcome(Outcome.Kind.UNKNOWN, "IPv6 is not modelled (" + dst.get() + ")");
            return world.walk(command, name(), () -> new Result(outcome, ""));
        }
        // as a destination, 0.0.0.0 is this host: ip_route_output_key_hash_rcu()
        IpAddress address = dst.get().isAny() ? LOCALHOST : dst.get();
        return world.walk(command, name(), () -> program.apply(address));
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
