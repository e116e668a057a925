package packetwalk.fabric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Nic;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.PerFamily;
import packetwalk.time.Simulation;
import packetwalk.trace.At;
import packetwalk.trace.Topology;
import packetwalk.trace.Trace;

/** A whole world: machines, the segments between them, one clock and one trace. */
public final class Fabric {

    private final Simulation simulation;
    private final Trace trace = new Trace();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, Segment> segments = new LinkedHashMap<>();
    private final boolean disableIpv6;
    private @Nullable Topology known;

    /** An empty world whose machines have IPv4 only; {@code seed} decides every random choice in it. */
    public Fabric(long seed) {
        this(seed, true);
    }

    /** The same; {@code disableIpv6}: whether its machines are booted with {@code ipv6.disable_ipv6=1}. */
    public Fabric(long seed, boolean disableIpv6) {
        this.simulation = new Simulation(seed);
        this.disableIpv6 = disableIpv6;
    }

    public Simulation simulation() {
        return simulation;
    }

    public Trace trace() {
        return trace;
    }

    /** Puts up a machine that is not plugged in anywhere yet. */
    public Machine addMachine(String name, Topology.Kind kind) {
        if (machines.containsKey(name)) {
            throw new IllegalArgumentException("machine " + name + " already exists; take another name");
        }
        NetworkNamespace host = new NetworkNamespace(simulation, trace, name, At.HOST_NETNS, disableIpv6);
        Machine machine = new Machine(name, kind, host, this::changed);
        machines.put(name, machine);
        changed();
        return machine;
    }

    /** Takes a machine away, and its cards out of their segments. */
    public void remove(Machine machine) {
        for (NetDevice device : machine.host().devices()) {
            if (device instanceof Nic card && card.wire().orElse(null) instanceof Segment segment) {
                segment.unplug(card);
            }
        }
        machines.remove(machine.name(), machine);
        changed();
    }

    private void changed() {
        known = null;
    }

    /** Machines in the order in which they were added. */
    public List<Machine> machines() {
        return List.copyOf(machines.values());
    }

    public Optional<Machine> machine(String name) {
        return Optional.ofNullable(machines.get(name));
    }

    /** The segment of that name, made if it is not there yet. */
    public Segment segment(String name) {
        return segments.computeIfAbsent(name, any -> new Segment(simulation, name, this::changed));
    }

    /** Gives {@code machine} a card on {@code segment}, up, with an address; its MAC address is made of the IP address. */
    public Nic connect(Machine machine, String device, InterfaceAddress address, Segment segment) {
        return connect(machine, device, PerFamily.of(address), segment);
    }

    /** The same with an address of each family. */
    public Nic connect(Machine machine, String device, PerFamily<InterfaceAddress> addresses, Segment segment) {
        Nic card = new Nic(
                machine.host(), device, MacAddress.of(addresses.primary().address()));
        segment.plug(card);
        addresses.stream().forEach(card::addAddress);
        card.setUp(true);
        return card;
    }

    /**
     * What stands where now; {@code owners} says for people who lives in a namespace.
     *
     * <p>Of what has not changed since somebody asked, the same objects again: of 5,000 nodes one is drawn anew.
     */
    public Topology topology(Function<NetworkNamespace, List<String>> owners) {
        if (known == null) {
            known = new Topology(
                    machines.values().stream()
                            .map(machine -> machine.topology(owners))
                            .toList(),
                    segments.values().stream().map(Segment::topology).toList());
        }
        return known;
    }
}
