package packetwalk.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import packetwalk.fabric.Machine;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.tools.Shell;

/**
 * A layer-4 balancer that runs: a machine with a public address, which passes what comes to its ports on to backends, and
 * finds out by packets which of them are well. On all else it is silent.
 *
 * <p>New connections go to healthy backends. What happens to those that are open, {@link BalancerSpec} says.
 */
public final class LoadBalancer {

    private final Machine machine;
    private final Datapath datapath;
    private final Function<String, Optional<Machine>> machines;
    private final Map<IpAddress, Backend> backends = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();
    private BalancerSpec spec;
    private boolean settling;

    /** One that works at once, without a backend yet; {@code machines} finds those of its targets by their names. */
    LoadBalancer(Machine machine, BalancerSpec spec, Function<String, Optional<Machine>> machines) {
        this.machine = Objects.requireNonNull(machine, "machine");
        this.machines = Objects.requireNonNull(machines, "machines");
        this.spec = Objects.requireNonNull(spec, "spec");
        this.datapath = spec.mode() == BalancerMode.PROXY ? new ProxyPath(host()) : new IpvsPath(host(), spec);
        change(spec);
    }

    public Machine machine() {
        return machine;
    }

    private NetworkNamespace host() {
        return machine.host();
    }

    public BalancerSpec spec() {
        return spec;
    }

    /** The address that clients use. */
    public IpAddress address() {
        return spec.address();
    }

    /**
     * Does as {@code wanted} says from now on.
     *
     * @throws IllegalArgumentException if it has another address or mode: that takes another machine
     */
    public void change(BalancerSpec wanted) {
        if (!wanted.address().equals(spec.address()) || wanted.mode() != spec.mode()) {
            throw new IllegalArgumentException("balancer " + spec.name() + " cannot become " + wanted.address()
                    + " in mode " + wanted.mode() + "; put up another one");
        }
        spec = wanted;
        Firewall.write(host(), spec);
        backends.values().stream()
                .filter(each -> each.state() != Backend.State.DRAINING)
                .forEach(each -> each.check(spec.healthCheck()));
        sync();
    }

    /** Has these machines as backends, and no others: those that were and are not named are drained. */
    public void targets(List<Target> wanted) {
        settling = true;
        for (Target target : wanted) {
            Backend present = backends.get(target.address());
            if (present == null) {
                claimAddress(target, true);
                Backend added = new Backend(target, host(), spec.trustsNew(), this::sync);
                backends.put(target.address(), added);
                added.check(spec.healthCheck());
            } else if (present.state() == Backend.State.DRAINING) {
                present.comeBack(spec.trustsNew(), spec.healthCheck());
            }
        }
        backends.values().stream()
                .filter(each -> !wanted.contains(each.target()) && each.state() != Backend.State.DRAINING)
                .toList()
                .forEach(this::drain);
        settling = false;
        sync();
    }

    private void drain(Backend backend) {
        Duration span = spec.draining();
        backend.drain(span, () -> {
            claimAddress(backend.target(), false);
            backends.remove(backend.target().address());
            sync();
        });
    }

    /**
     * A node that gets packets for the balancer's own address must take it for its own: on {@code lo}, as direct server return
     * needs, and as a cloud's agent on the node sees to.
     */
    private void claimAddress(Target target, boolean wanted) {
        if (spec.mode() != BalancerMode.PASS_THROUGH) {
            return;
        }
        InterfaceAddress own =
                new InterfaceAddress(spec.address(), spec.address().family().bits());
        Optional<NetDevice> lo =
                machines.apply(target.name()).flatMap(node -> node.host().device("lo"));
        lo.filter(device -> device.addresses().contains(own) != wanted)
                .ifPresent(device ->
                        new Shell(device.namespace()).run("ip addr " + (wanted ? "add " : "del ") + own + " dev lo"));
    }

    /** Tells the data path who gets connections, and whose may go on. */
    private void sync() {
        if (settling) {
            return;
        }
        List<Target> usable = eligible();
        List<Target> known = backends.values().stream()
                .filter(each -> !spec.cutsUnhealthy()
                        || each.state() != Backend.State.UNHEALTHY
                        || usable.contains(each.target()))
                .map(Backend::target)
                .toList();
        datapath.sync(spec, usable, known);
        note(usable);
    }

    private void note(List<Target> usable) {
        if (backends.isEmpty() && changes.isEmpty()) {
            return;
        }
        String line = usable.stream().map(Target::name).toList().toString();
        String last = changes.isEmpty() ? "" : changes.get(changes.size() - 1);
        if (!last.endsWith(" s: " + line)) {
            changes.add(
                    String.format(Locale.ROOT, "%.6f s: %s", host().simulation().now() / 1e9, line));
        }
    }

    /** Backends that get new connections: the healthy ones; where there is none, all or none, as the spec says. */
    public List<Target> eligible() {
        List<Target> healthy = in(Backend.State.HEALTHY);
        return healthy.isEmpty() && spec.failsOpen() ? in(Backend.State.UNHEALTHY) : healthy;
    }

    private List<Target> in(Backend.State state) {
        return backends.values().stream()
                .filter(each -> each.state() == state)
                .map(Backend::target)
                .toList();
    }

    /** Its backends as they are now. */
    public Backends backends() {
        return new Backends(
                spec.name(),
                backends.values().stream()
                        .map(each -> each.row(datapath.connections(each.target())))
                        .toList());
    }

    /** When the set of backends that get new connections changed, and to what: {@code 12.345678 s: [node-1, node-2]}. */
    public List<String> history() {
        return List.copyOf(changes);
    }

    /** What became of the connections through a proxy, one line each in the order of their ends; of others nobody knows. */
    public List<String> log() {
        return datapath.log();
    }

    /** Works no more: connections through a proxy are cut, and nothing is checked. */
    public void close() {
        backends.values().forEach(each -> {
            each.forget();
            claimAddress(each.target(), false);
        });
        backends.clear();
        datapath.close();
    }

    /** What comes in from outside: to its ports from where they are open to, and answers to what it asked itself. */
    private static final class Firewall {

        private static void write(NetworkNamespace host, BalancerSpec spec) {
            Shell shell = new Shell(host);
            boolean v4 = spec.address().family() == IpFamily.IPV4;
            String iptables = v4 ? "iptables" : "ip6tables";
            shell.run(iptables + " -P INPUT DROP");
            shell.run(iptables + " -F INPUT");
            shell.run(iptables + " -A INPUT -i lo -j ACCEPT");
            shell.run(iptables + " -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
            if (!v4) { // neighbours are asked for by packets that rules see: RFC 4890 4.4.1
                shell.run("ip6tables -A INPUT -p icmpv6 --icmpv6-type neighbour-solicitation -j ACCEPT");
                shell.run("ip6tables -A INPUT -p icmpv6 --icmpv6-type neighbour-advertisement -j ACCEPT");
            }
            for (Forward forward : spec.forwards()) {
                for (String source : sources(spec)) {
                    shell.run(iptables + " -A INPUT " + source + "-d " + spec.address() + " -p "
                            + forward.protocol().toString().toLowerCase(Locale.ROOT) + " --dport " + forward.port()
                            + " -j ACCEPT");
                }
            }
        }

        /** Where packets pass through, the nodes' own rules see who sent them, and hold the ranges. */
        private static List<String> sources(BalancerSpec spec) {
            boolean open = spec.sourceRanges().isEmpty() || spec.mode() == BalancerMode.PASS_THROUGH;
            return open
                    ? List.of("")
                    : spec.sourceRanges().stream()
                            .filter(each -> each.family() == spec.address().family())
                            .map(each -> "-s " + each + " ")
                            .toList();
        }
    }
}
