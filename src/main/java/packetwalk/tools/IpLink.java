package packetwalk.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.Bridge;
import packetwalk.linux.Dummy;
import packetwalk.linux.Loopback;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Nic;
import packetwalk.linux.Veth;
import packetwalk.linux.Vxlan;
import packetwalk.net.MacAddress;
import packetwalk.tools.line.Words;

/** {@code ip link}: the devices themselves. */
final class IpLink {

    private static final String SETTINGS =
            "up, down, mtu BYTES, master BRIDGE, nomaster and type bridge_slave hairpin on";

    private final NetworkNamespace namespace;
    private final IpCommand.Form form;
    private final boolean details;

    IpLink(NetworkNamespace namespace, IpCommand.Form form, boolean details) {
        this.namespace = namespace;
        this.form = form;
        this.details = details;
    }

    String run(Words words) {
        String verb = words.verb("add", "set", "delete", "show", "lst", "list");
        switch (verb) {
            case "add" -> add(words);
            case "set" -> set(words);
            case "delete" -> delete(words);
            default -> {
                return Selection.read(namespace, words).devices(namespace).stream()
                        .map(this::text)
                        .collect(Collectors.joining());
            }
        }
        return "";
    }

    private String text(NetDevice device) {
        DeviceText text = new DeviceText(device);
        if (form.brief()) {
            return "%-16s %-14s %s %s \n".formatted(text.name(), text.state(), device.mac(), text.flags());
        }
        String lineEnd = form.oneLine() ? "\\" : "\n";
        String more = details ? VxlanText.details(device, lineEnd) : "";
        return device.index() + ": " + text.head(" mode DEFAULT") + lineEnd + text.linkLayer() + more + "\n";
    }

    private void add(Words words) {
        words.take("dev", "name");
        String name = words.next("a name");
        MacAddress mac = words.take("address") ? MacAddress.parse(words.next("a MAC address")) : anyMac();
        if (!words.take("type")) {
            throw words.unexpected("type bridge, type dummy, type vxlan id VNI, or type veth peer name NAME");
        }
        String type = words.next("bridge, dummy, vxlan or veth");
        switch (type) {
            case "bridge" -> {
                end(words);
                new Bridge(namespace, name, mac);
            }
            case "dummy" -> {
                end(words);
                new Dummy(namespace, name, mac);
            }
            case "vxlan" -> new Vxlan(namespace, name, mac, VxlanWords.read(namespace, words));
            case "veth" -> addPair(words, name, mac);
            default ->
                throw new IllegalArgumentException(
                        "Unknown device type \"" + type + "\"; the engine models bridge, dummy, veth and vxlan");
        }
    }

    private void addPair(Words words, String name, MacAddress mac) {
        if (!words.take("peer")) {
            throw words.unexpected("peer name NAME");
        }
        words.take("name");
        String peer = words.next("the name of the other end");
        MacAddress peerMac = words.take("address") ? MacAddress.parse(words.next("a MAC address")) : anyMac();
        end(words);
        if (peer.equals(name)) {
            throw new IllegalArgumentException("both ends would be called " + name + "; give them two names");
        }
        Veth.pair(namespace, name, mac, namespace, peer, peerMac);
    }

    /** A locally administered address by chance, as the kernel makes them: {@code eth_random_addr()}. */
    private MacAddress anyMac() {
        long bits = namespace.simulation().random().nextLong() & 0xffff_ffff_ffffL;
        return new MacAddress((bits & ~0x0100_0000_0000L) | 0x0200_0000_0000L);
    }

    private static void end(Words words) {
        if (words.hasNext()) {
            throw words.unexpected("nothing more");
        }
    }

    private void set(Words words) {
        words.take("dev");
        NetDevice device = Devices.named(namespace, words.next("a device"));
        List<Runnable> changes = new ArrayList<>();
        while (words.hasNext()) {
            // only an MTU can still be refused: it goes first, so that nothing has changed then
            int place = words.peek().equals("mtu") ? 0 : changes.size();
            changes.add(place, change(device, words));
        }
        if (changes.isEmpty()) {
            throw words.unexpected(SETTINGS);
        }
        changes.forEach(Runnable::run);
    }

    private Runnable change(NetDevice device, Words words) {
        if (words.take("up")) {
            return () -> device.setUp(true);
        }
        if (words.take("down")) {
            return () -> device.setUp(false);
        }
        if (words.take("nomaster")) {
            return () -> device.bridge().ifPresent(bridge -> bridge.detach(device));
        }
        if (words.take("type")) {
            return portChange(device, words);
        }
        if (words.take("mtu")) {
            int bytes = words.nextNumber("mtu");
            return () -> device.mtu(bytes);
        }
        if (words.take("master")) {
            Bridge bridge = bridge(words.next("a bridge"), device);
            return () -> {
                device.bridge().ifPresent(old -> old.detach(device));
                bridge.attach(device);
            };
        }
        throw words.unexpected(SETTINGS);
    }

    /** {@code type bridge_slave …}: the rest of the line is about the device as a bridge's port. */
    private static Runnable portChange(NetDevice device, Words words) {
        if (!words.take("bridge_slave") || !words.take("hairpin")) {
            throw words.unexpected("type bridge_slave hairpin on, and hairpin off");
        }
        boolean on = BridgeCommand.onOrOff("hairpin", words);
        Bridge bridge = device.bridge()
                .orElseThrow(() -> new IllegalArgumentException("RTNETLINK answers: Operation not supported: "
                        + device.name() + " is no port of a bridge; first ip link set " + device.name()
                        + " master BRIDGE"));
        return () -> bridge.hairpin(device, on);
    }

    private Bridge bridge(String name, NetDevice port) {
        Optional<Bridge> bridge = Optional.of(Devices.named(namespace, name))
                .filter(Bridge.class::isInstance)
                .map(Bridge.class::cast);
        if (bridge.isEmpty() || port instanceof Bridge || port instanceof Loopback) {
            throw new IllegalArgumentException(port.name() + " cannot be a port of " + name
                    + "; the master must be a bridge, the port a veth, vxlan or nic");
        }
        return bridge.get();
    }

    private void delete(Words words) {
        words.take("dev");
        NetDevice device = Devices.named(namespace, words.next("a device"));
        words.take("type");
        if (words.hasNext()) {
            words.next("the type");
        }
        end(words);
        if (device instanceof Loopback || device instanceof Nic) {
            throw new IllegalArgumentException("RTNETLINK answers: Operation not supported: " + device.name()
                    + " is not a device that was made; set it down instead");
        }
        namespace.delete(device);
    }
}
