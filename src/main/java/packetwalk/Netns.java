package packetwalk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.xtables.Table;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Ports;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.program.Arping;
import packetwalk.program.LoadGenerator;
import packetwalk.program.Ping;
import packetwalk.program.PingLine;
import packetwalk.program.Result;
import packetwalk.program.TcpClient;
import packetwalk.program.Traceroute;
import packetwalk.program.UdpClient;
import packetwalk.program.Url;
import packetwalk.program.curl.Curl;
import packetwalk.program.curl.CurlLine;
import packetwalk.program.dns.Dig;
import packetwalk.program.dns.NameService;
import packetwalk.program.dns.Nslookup;
import packetwalk.program.dns.Resolution;
import packetwalk.program.dns.Resolver;
import packetwalk.program.stream.ClientLayer;
import packetwalk.program.tls.TlsClient;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.Exhibit;
import packetwalk.trace.Load;
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
        permits Node, Pod, Container, DockerHost, Router, OutsideHost, Balancer, HttpBalancer, RebuiltNode {

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
        return addresses().stream()
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(name() + " has no address but loopback's; see ip(\"addr\")"));
    }

    /** All of its addresses that are neither loopback's nor good for one link only: IPv4 first, in the order of its devices. */
    public List<IpAddress> addresses() {
        List<IpAddress> all = new ArrayList<>(namespace().addresses());
        if (namespace().hasIpv6()) {
            namespace().devices().stream()
                    .flatMap(device -> namespace().ipv6().addresses(device).stream())
                    .map(InterfaceAddress::address)
                    .filter(address -> !address.isLoopback() && !address.isLinkLocal())
                    .forEach(all::add);
        }
        return all;
    }

    /**
     * Its first address of that family.
     *
     * @throws IllegalStateException if it has none
     */
    public IpAddress address(IpFamily family) {
        return addresses().stream()
                .filter(each -> each.family() == family)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(name() + " has no " + family + " address; it has " + addresses()));
    }

    /**
     * {@code ping -c 1 …}: one echo request; waits ten seconds for an answer.
     *
     * @param arguments an address, or a name: looked up as the programs there do, by {@code /etc/hosts} and DNS; before it {@code -s},
     *     {@code -M} and {@code -t}, as {@code -s 1472 -M do 10.0.2.2} for a packet of 1500 bytes that nobody may cut up
     */
    public Walk ping(String arguments) {
        return ping(PingLine.parse(arguments));
    }

    private Walk ping(PingLine line) {
        return walk(line.command(), "ping", line.host(), dst -> Ping.run(namespace(), dst, line));
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
        return ping("-t " + ttl + " " + host);
    }

    /** {@code nc -zv}: opens a TCP connection and closes it again; hosts as in {@link #ping(String)}. */
    public Walk connect(String host, int port) {
        Ports.requireService(port);
        String command = "nc -zv " + host + " " + port;
        return walk(command, "nc", host, dst -> TcpClient.connect(namespace(), dst, port));
    }

    /** {@link #connect(String, int)} to the address of {@code other}; throws as {@link #ping(Netns)}. */
    public Walk connect(Netns other, int port) {
        return connect(other.address().toString(), port);
    }

    /**
     * One HTTP GET, as curl sends it.
     *
     * @param url such as {@code http://10.0.1.2:8080/} or {@code https://testhost.com/}; hosts as in {@link #ping(String)}
     */
    public Walk get(String url) {
        return curl(CurlLine.of(Url.parse(url)));
    }

    /**
     * {@code curl …}: as typed, such as {@code -k -H 'Host: testhost.com' https://35.184.97.156/}; what it prints is the
     * walk's {@link Walk#output}.
     *
     * @throws IllegalArgumentException naming an option that is not known here
     */
    public Walk curl(String arguments) {
        return curl(CurlLine.parse(arguments));
    }

    private Walk curl(CurlLine line) {
        String host = line.url().host();
        if (!isName(host)) {
            IpAddress.parse(host); // what is neither is refused before anything is run
        }
        return world.walk(
                line.command(), name(), () -> Curl.run(namespace(), names(), world::trustedAuthorities, line));
    }

    /** Many requests to {@code url}: how, its verbs say; {@link LoadPlan#run} sends them. No walk is taken. */
    public LoadPlan load(String url) {
        return LoadPlan.of(this, Url.parse(url).toString());
    }

    /** {@code requests} of them, one after the other, each on a connection of its own. */
    public Load load(String url, int requests) {
        return load(url).requests(requests).run();
    }

    List<Load.Request> load(Url url, HttpHeaders headers, boolean insecure, LoadGenerator.Plan plan) {
        Resolution found = Resolver.resolve(namespace(), names(), new Owner(1, "load"), url.host());
        Optional<IpAddress> dst = found.addresses().stream().findFirst();
        HttpRequest request = LoadGenerator.get(url, headers);
        List<Load.Request> requests = dst.map(address -> LoadGenerator.run(
                        namespace(), new Endpoint(address, url.port()), layer(url, insecure), request, plan))
                .orElseGet(() -> LoadGenerator.failed(namespace(), "Could not resolve host: " + url.host(), plan));
        world.fabric.simulation().settle(); // the last connection's end is no part of the next walk
        return requests;
    }

    private ClientLayer layer(Url url, boolean insecure) {
        if (!url.secure()) {
            return ClientLayer.NONE;
        }
        Simulation simulation = namespace().simulation();
        return insecure
                ? TlsClient.trustingAnybody(simulation, url.host())
                : TlsClient.verifying(simulation, url.host(), world.trustedAuthorities());
    }

    /** {@code nc -u}: sends one datagram with that text, and waits five seconds for one back. */
    public Walk send(String host, int port, String text) {
        Ports.requireService(port);
        String command = "nc -u " + host + " " + port;
        return walk(command, "nc", host, dst -> UdpClient.run(namespace(), dst, port, text));
    }

    /** {@code traceroute -n -q 1}: which routers a packet meets; hosts as in {@link #ping(String)}. */
    public Walk traceroute(String host) {
        String command = "traceroute -n -q 1 " + host;
        return walk(command, "traceroute", host, dst -> Traceroute.run(namespace(), dst));
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
        return walk(command, "arping", address, dst -> Arping.run(namespace(), device, target));
    }

    /**
     * {@code tcpdump -i DEVICE}: captures every frame that passes there from now on, whatever is run, until it is stopped.
     *
     * @param devices such as {@code eth0}; none named: all that there are and will be, {@code tcpdump -i any}
     * @throws IllegalArgumentException naming a device that is not there, and those that are
     */
    public Capture capture(String... devices) {
        return Capture.at(world, name(), namespace(), List.of(devices));
    }

    /** What programs in there know of names. */
    NameService names() {
        return world.names.getOrDefault(namespace(), NameService.LOCAL);
    }

    /** {@code dig …}: asks for records of a name, such as {@code +short web.default.svc.cluster.local} or {@code -x 10.3.240.10}. */
    public Walk dig(String arguments) {
        return world.walk("dig " + arguments, name(), () -> Dig.run(namespace(), names(), arguments));
    }

    /** {@code nslookup NAME [SERVER]}: what a name stands for, by the search list. */
    public Walk nslookup(String arguments) {
        return world.walk("nslookup " + arguments, name(), () -> Nslookup.run(namespace(), names(), arguments));
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

    private static boolean isName(String host) {
        return host.matches("[A-Za-z0-9_.-]*[A-Za-z][A-Za-z0-9_.-]*");
    }

    /** A walk of {@code tool} to the address that {@code host} stands for: looking it up is part of the walk. */
    private Walk walk(String command, String tool, String host, Function<IpAddress, Result> program) {
        if (!isName(host)) {
            IpAddress address = IpAddress.parse(host);
            return world.walk(command, name(), () -> towards(address, program));
        }
        return world.walk(command, name(), () -> {
            Resolution found = Resolver.resolve(namespace(), names(), new Owner(1, tool), host);
            return found.fault()
                    .map(fault -> unknownHost(tool, host, fault))
                    .orElseGet(() -> towards(found.addresses().get(0), program));
        });
    }

    private Result unknownHost(String tool, String host, Resolution.Fault fault) {
        String line = tool + ": " + host + ": " + fault.words();
        boolean nobody = names().resolvConf().isEmpty();
        return new Result(
                new Outcome(Outcome.Kind.UNREACHABLE, line + (nobody ? " (nothing answers DNS here)" : "")), line);
    }

    private static Result towards(IpAddress dst, Function<IpAddress, Result> program) {
        // as a destination, 0.0.0.0 is this host, and so is :: (ip_route_output_key_hash_rcu(), ip6_dst_lookup_tail())
        IpAddress localhost = dst.family() == IpFamily.IPV4 ? LOCALHOST : IpAddress.LOOPBACK_V6;
        return program.apply(dst.isAny() ? localhost : dst);
    }

    /**
     * Runs one command of iproute2, iptables, conntrack, sysctl or dig as typed at its prompt.
     *
     * @throws IllegalArgumentException if the command, an option or an object is unknown; nothing is changed then
     */
    public Printout sh(String commandLine) {
        Shell shell = new Shell(namespace())
                .with(
                        "dig",
                        (words, input) ->
                                Dig.run(namespace(), names(), words.text()).output())
                .with(
                        "nslookup",
                        (words, input) ->
                                Nslookup.run(namespace(), names(), words.text()).output());
        return new Printout(name(), commandLine, shell.run(commandLine));
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

    /** {@code nft …}: {@code list ruleset} prints the rules of nftables, and anything else is done as typed. */
    public Printout nft(String arguments) {
        return sh("nft " + arguments);
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
