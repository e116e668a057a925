package packetwalk.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Bytes;
import packetwalk.net.Frame;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.net.Packet;
import packetwalk.net.Udp;
import packetwalk.net.pcapng.EnhancedPacket;
import packetwalk.net.pcapng.EnhancedPacket.Reception;
import packetwalk.net.pcapng.Interface;
import packetwalk.net.pcapng.PcapngWriter;
import packetwalk.net.pcapng.Section;

/** A capture in the words of pcapng: which interfaces there are, what they are called, and who has which address. */
final class PcapFile {

    /** A device, wherever it stands. */
    private record Key(String host, String netns, String device) {
        static Key of(At at) {
            return new Key(at.host(), at.netns(), at.device());
        }

        String place() {
            return at().place();
        }

        String where() {
            return at().where();
        }

        private At at() {
            return new At(0, 0, host, netns, device);
        }
    }

    /** An interface, and what its packets call it. */
    private record Numbered(int number, Interface described) {}

    private final List<Captured> frames;
    private final Topology topology;
    private final Map<Key, Numbered> interfaces = new LinkedHashMap<>();

    PcapFile(List<At> devices, List<Captured> frames, Topology topology) {
        this.frames = frames;
        this.topology = topology;
        Set<Key> keys = devices.stream().map(Key::of).collect(Collectors.toCollection(LinkedHashSet::new));
        frames.forEach(frame -> keys.add(Key.of(frame.at())));
        Set<String> once = new HashSet<>();
        Set<String> again = new HashSet<>();
        keys.stream().map(Key::place).filter(place -> !once.add(place)).forEach(again::add);
        Map<Key, Topology.Device> known = known(keys);
        for (Key key : keys) {
            String name = again.contains(key.place()) ? key.host() + "/" + key.place() : key.place();
            interfaces.put(key, new Numbered(interfaces.size(), describe(key, name, known.get(key))));
        }
    }

    private Map<Key, Topology.Device> known(Set<Key> wanted) {
        Set<String> hosts = wanted.stream().map(Key::host).collect(Collectors.toSet());
        Map<Key, Topology.Device> known = new HashMap<>();
        for (Topology.Machine machine : topology.machines()) {
            if (hosts.contains(machine.name())) {
                machine.spaces()
                        .forEach(space -> space.devices()
                                .forEach(device ->
                                        known.put(new Key(machine.name(), space.name(), device.name()), device)));
            }
        }
        return known;
    }

    /** What has gone since, such as a deleted pod's, has a name and nothing else. */
    private static Interface describe(Key key, String name, Topology.@Nullable Device device) {
        if (device == null) {
            return new Interface(name, key.where(), Optional.empty(), List.of());
        }
        List<InterfaceAddress> addresses =
                device.addresses().stream().map(InterfaceAddress::parse).toList();
        String port = device.bridge().isEmpty() ? "" : ", port of " + device.bridge();
        String description = device.kind() + port + ", " + key.where();
        return new Interface(name, description, Optional.of(MacAddress.parse(device.mac())), addresses);
    }

    /** In the order of the file. */
    List<String> names() {
        return interfaces.values().stream().map(each -> each.described().name()).toList();
    }

    /** What the interface is called that saw it. */
    String name(Captured captured) {
        return seenBy(captured).described().name();
    }

    private Numbered seenBy(Captured captured) {
        return Objects.requireNonNull(interfaces.get(Key.of(captured.at())), "each frame's device was described");
    }

    void write(OutputStream out, String about, List<String> keys, int snaplen) throws IOException {
        PcapngWriter writer = new PcapngWriter(out, new Section("virtual", "simulated Linux", "Packetwalk", about));
        for (Numbered each : interfaces.values()) {
            writer.add(each.described());
        }
        writer.names(owners());
        writer.keys(keys.stream().map(line -> line + "\n").collect(Collectors.joining()));
        for (Captured captured : frames) {
            writer.write(packet(captured, snaplen));
        }
    }

    private EnhancedPacket packet(Captured captured, int snaplen) {
        Bytes whole = captured.bytes();
        return new EnhancedPacket(
                seenBy(captured).number(),
                captured.time(),
                whole.slice(0, Math.min(snaplen, whole.length())),
                whole.length(),
                captured.outgoing(),
                reception(captured),
                captured.at().packet(),
                captured.decisions());
    }

    /** {@code eth_type_trans()}; what leaves is not received. */
    Reception reception(Captured captured) {
        MacAddress dst = captured.frame().dst();
        if (captured.outgoing()) {
            return Reception.UNKNOWN;
        }
        if (dst.isMulticast()) {
            return dst.equals(MacAddress.BROADCAST) ? Reception.BROADCAST : Reception.MULTICAST;
        }
        return seenBy(captured)
                .described()
                .mac()
                .map(own -> own.equals(dst) ? Reception.UNICAST : Reception.PROMISCUOUS)
                .orElse(Reception.UNKNOWN);
    }

    /** Gathers who sends a packet and whom it is for, in a tunnel also of the one inside. */
    private static void ends(Frame frame, Map<String, IpAddress> into) {
        if (frame.payload() instanceof Packet packet) {
            into.put(packet.src().toString(), packet.src());
            into.put(packet.dst().toString(), packet.dst());
            if (packet.transport() instanceof Udp datagram) {
                datagram.tunnelled().ifPresent(tunnelled -> ends(tunnelled.inner(), into));
            }
        }
    }

    /** Whom the addresses in these packets belong to: pods and machines. */
    private Map<IpAddress, String> owners() {
        Map<String, IpAddress> asked = new HashMap<>();
        frames.forEach(captured -> ends(captured.frame(), asked));
        Map<IpAddress, String> owners = new TreeMap<>();
        for (Topology.Machine machine : topology.machines()) {
            for (Topology.Space space : machine.spaces()) {
                String name = space.name().equals(At.HOST_NETNS) ? machine.name() : space.name();
                space.devices().stream()
                        .filter(device -> !device.kind().equals("loopback"))
                        .flatMap(device -> device.addresses().stream())
                        .map(address -> asked.get(address.substring(0, address.indexOf('/'))))
                        .filter(Objects::nonNull)
                        .forEach(address -> owners.putIfAbsent(address, name));
            }
        }
        return owners;
    }
}
