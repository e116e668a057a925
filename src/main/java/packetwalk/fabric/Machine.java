package packetwalk.fabric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.Bridge;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Veth;
import packetwalk.net.InterfaceAddress;
import packetwalk.trace.At;
import packetwalk.trace.Topology;

/** A machine on the network: its own namespace, and those of the containers on it. */
public final class Machine {

    private final String name;
    private final Topology.Kind kind;
    private final NetworkNamespace host;
    private final Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();
    private final Runnable notifier;
    private Topology.@Nullable Machine known;

    /** {@code notifier} is told whenever something on this machine has come, gone or changed. */
    Machine(String name, Topology.Kind kind, NetworkNamespace host, Runnable notifier) {
        this.name = name;
        this.kind = kind;
        this.host = host;
        this.notifier = notifier;
        host.onChange(this::changed);
    }

    private void changed() {
        known = null;
        notifier.run();
    }

    public String name() {
        return name;
    }

    public Topology.Kind kind() {
        return kind;
    }

    /** The machine's own namespace. */
    public NetworkNamespace host() {
        return host;
    }

    /** A new namespace beside the machine's own, as {@code ip netns add}. */
    public NetworkNamespace addNamespace(String namespace) {
        if (namespace.equals(At.HOST_NETNS) || namespaces.containsKey(namespace)) {
            throw new IllegalArgumentException(
                    "network namespace " + namespace + " already exists on " + name + "; take another name");
        }
        NetworkNamespace added = host.sibling(namespace);
        namespaces.put(namespace, added);
        added.onChange(this::changed);
        changed();
        return added;
    }

    /** Takes a namespace away, and every device in it. */
    public void removeNamespace(NetworkNamespace namespace) {
        namespaces.remove(namespace.name(), namespace);
        namespace.devices().forEach(namespace::delete);
        changed();
    }

    /** Namespaces beside the machine's own, in the order in which they were made. */
    public List<NetworkNamespace> namespaces() {
        return List.copyOf(namespaces.values());
    }

    /** This machine as data; {@code owners} says for people who lives in a namespace. */
    Topology.Machine topology(Function<NetworkNamespace, List<String>> owners) {
        if (known == null) {
            List<Topology.Space> spaces = new ArrayList<>();
            spaces.add(space(host, owners));
            namespaces.values().forEach(namespace -> spaces.add(space(namespace, owners)));
            known = new Topology.Machine(name, kind, spaces);
        }
        return known;
    }

    private static Topology.Space space(NetworkNamespace namespace, Function<NetworkNamespace, List<String>> owners) {
        List<Topology.Device> devices =
                namespace.devices().stream().map(Machine::device).toList();
        return new Topology.Space(namespace.name(), devices, owners.apply(namespace));
    }

    private static Topology.Device device(NetDevice device) {
        String bridge = device.bridge().map(Bridge::name).orElse("");
        String peer = device instanceof Veth veth
                ? veth.peer().namespace().name() + "/" + veth.peer().name()
                : "";
        List<String> addresses =
                device.addresses().stream().map(InterfaceAddress::toString).toList();
        return new Topology.Device(
                device.name(), device.kind(), device.mac().toString(), addresses, device.up(), bridge, peer);
    }

    @Override
    public String toString() {
        return name;
    }
}
