package packetwalk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.fabric.Fabric;
import packetwalk.fabric.Machine;
import packetwalk.fabric.Segment;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Nic;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.sysctl.Sysctl;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.PerFamily;
import packetwalk.tools.NodeDump;
import packetwalk.tools.Shell;
import packetwalk.trace.Topology;

/**
 * A real node, rebuilt from what its commands printed: {@code rebuild(Path.of("dump"))}.
 *
 * <p>Each device is a card, with one machine behind it, {@link #beyond}, to send from and to answer. That machine has
 * the addresses of the node's gateways there; what else was out there, dumps do not tell:
 * {@code beyond("cni0").ip("addr add 10.4.0.7/32 dev eth0")}.
 */
public final class RebuiltNode extends Netns {

    private static final long SEED = 1;

    /** {@code --service-cidr} of kubeadm unless somebody says otherwise. */
    private static final Cidr KUBEADM_SERVICES = Cidr.parse("10.96.0.0/12");

    /** The card of a machine beyond. */
    private static final String CARD = "eth0";

    private final Fabric fabric;
    private final Machine machine;
    private final NodeDump dump;

    private RebuiltNode(World world, Machine machine, NodeDump dump) {
        super(world);
        this.fabric = world.fabric;
        this.machine = machine;
        this.dump = dump;
    }

    static RebuiltNode of(Path directory) {
        NodeDump dump = NodeDump.in(directory);
        Fabric fabric = new Fabric(SEED);
        Machine machine = fabric.addMachine("node", Topology.Kind.NODE);
        // its cluster's objects are in no dump: the API server of this world stays empty, whatever its range
        World world = new World(fabric, machine, PerFamily.of(Cidr.ALL_V4), PerFamily.of(KUBEADM_SERVICES));
        RebuiltNode node = new RebuiltNode(world, machine, dump);
        dump.devices().forEach(node::add);
        dump.gateways().forEach(node::gateway);
        dump.load(machine.host());
        return node;
    }

    private void add(NodeDump.Device device) {
        Segment segment = fabric.segment(device.name());
        Nic card = new Nic(machine.host(), device.name(), device.mac().orElseGet(this::anyMac));
        segment.plug(card);
        card.setUp(device.up());
        Machine other = fabric.addMachine("beyond-" + device.name(), Topology.Kind.ROUTER);
        other.host().sysctls().set(Sysctl.IP_FORWARD, 1);
        Nic behind = new Nic(other.host(), CARD, anyMac());
        segment.plug(behind);
        behind.setUp(true);
        device.addresses().forEach(card::addAddress);
        device.addresses().stream()
                .filter(address -> address.network().length() < 31)
                .findFirst()
                .ifPresent(address -> neighbour(address, other));
    }

    private MacAddress anyMac() {
        return MacAddress.fromRandom(fabric.simulation().random());
    }

    /** The machine beyond takes the last address of the node's network that is free, and sends all by way of the node. */
    private static void neighbour(InterfaceAddress address, Machine other) {
        Cidr network = address.network();
        IpAddress last = network.last().plus(-1);
        IpAddress free = last.equals(address.address()) ? last.plus(-1) : last;
        Shell shell = new Shell(other.host());
        shell.run("ip addr add " + free + "/" + network.length() + " dev " + CARD);
        shell.run("ip route add default via " + address.address() + " dev " + CARD);
    }

    private void gateway(String address, String device) {
        fabric.machine("beyond-" + device)
                .filter(other ->
                        other.host().addresses().stream().noneMatch(own -> own.equals(IpAddress.parse(address))))
                .ifPresent(other -> new Shell(other.host()).run("ip addr add " + address + "/32 dev " + CARD));
    }

    /**
     * Adds a device that the dumps do not tell of.
     *
     * @param name of the device, such as {@code eth0}
     * @param address the node's there, with its prefix length, such as {@code 192.168.5.15/24}
     * @return this
     */
    public RebuiltNode device(String name, String address) {
        if (machine.host().device(Objects.requireNonNull(name, "name")).isPresent()) {
            throw new IllegalArgumentException("device " + name
                    + " already exists; give it an address by ip(\"addr add " + address + " dev " + name + "\")");
        }
        List<InterfaceAddress> addresses = List.of(InterfaceAddress.parse(address));
        add(new NodeDump.Device(name, Optional.empty(), true, addresses));
        return this;
    }

    /**
     * The machine behind one of the node's devices; its own card there is {@code eth0}.
     *
     * @throws IllegalArgumentException if the node has no such device
     */
    public Router beyond(String device) {
        return new Router(
                world(),
                fabric.machine("beyond-" + device)
                        .orElseThrow(() -> new IllegalArgumentException("the node has no device \"" + device
                                + "\"; see ip(\"link\"), or add it by device(\"" + device + "\", \"10.0.0.1/24\")")));
    }

    /** Rules that make a verdict UNKNOWN, each with table, chain, number and what in it is not modelled. */
    public List<String> unknown() {
        RuleSet rules = machine.host().netfilter().rules();
        List<String> unknown = new ArrayList<>();
        for (Table table : rules.tables()) {
            for (Chain chain : rules.chains(table)) {
                int number = 0;
                for (Rule rule : chain.rules()) {
                    number++;
                    String place = table + " " + chain.name() + " " + number + ": ";
                    rule.unknown().ifPresent(name -> unknown.add(name + " in " + place + rule));
                }
            }
        }
        return unknown;
    }

    @Override
    public String name() {
        return machine.name();
    }

    @Override
    NetworkNamespace namespace() {
        return machine.host();
    }

    @Override
    public String text() {
        StringBuilder text = new StringBuilder("node rebuilt from " + dump + "\n");
        dump.files()
                .forEach(file ->
                        text.append("  loaded ").append(file.getFileName()).append('\n'));
        dump.leftAside()
                .forEach(each -> text.append("  left aside ").append(each).append('\n'));
        unknown().forEach(each -> text.append("  unknown ").append(each).append('\n'));
        return text.toString();
    }
}
