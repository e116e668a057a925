package packetwalk.tools;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.Bridge;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Vxlan;
import packetwalk.linux.VxlanConfig;
import packetwalk.linux.VxlanFdb;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.tools.line.Words;

/**
 * {@code bridge fdb}: behind which port, or which tunnel, a MAC address is. iproute2 bridge/fdb.c.
 *
 * <p>Group addresses, which the kernel lists with {@code self}, are left out: the engine floods groups anyway.
 */
final class BridgeFdb {

    private static final String KNOWN =
            "dev DEVICE, dst ADDRESS, port PORT, vni VNI, via DEVICE, self, permanent, static" + " and dynamic";

    private final NetworkNamespace namespace;

    BridgeFdb(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    String run(Words words) {
        String verb = words.verb("show", "list", "lst", "add", "append", "delete", "replace", "flush");
        switch (verb) {
            case "add", "append", "replace", "delete" -> edit(verb, words);
            case "flush" ->
                throw new IllegalArgumentException(
                        "bridge fdb flush is not modelled; take entries away with bridge fdb del");
            default -> {
                return show(words);
            }
        }
        return "";
    }

    /** What one line says: a MAC address, and where it is. */
    private final class Line {

        private final MacAddress mac;
        private Optional<String> dev = Optional.empty();
        private Optional<IpAddress> dst = Optional.empty();
        private Optional<Integer> port = Optional.empty();
        private Optional<Integer> vni = Optional.empty();
        private String via = "";
        private VxlanFdb.State state = VxlanFdb.State.PERMANENT;

        Line(Words words) {
            this.mac = MacAddress.parse(words.next("a MAC address"));
            while (words.hasNext()) {
                take(words);
            }
        }

        private void take(Words words) {
            if (words.take("dev")) {
                dev = Optional.of(words.next("a device"));
            } else if (words.take("dst")) {
                IpAddress address = words.nextAddress("an address");
                VxlanConfig.requireUnicast("dst", address);
                dst = Optional.of(address);
            } else if (words.take("port")) {
                port = Optional.of(words.nextNumber("port"));
            } else if (words.take("vni")) {
                vni = Optional.of(words.nextNumber("vni"));
            } else if (words.take("via")) {
                via = Devices.named(namespace, words.next("a device")).name();
            } else if (words.take("static")) {
                state = VxlanFdb.State.STATIC;
            } else if (words.take("dynamic")) {
                state = VxlanFdb.State.DYNAMIC;
            } else if (!words.take("self", "permanent", "local")) {
                throw words.unexpected(KNOWN);
            }
        }

        Vxlan device() {
            NetDevice device = Devices.named(
                    namespace,
                    dev.orElseThrow(() -> new IllegalArgumentException(
                            "Device and address are required arguments.; write " + mac + " dev DEVICE dst ADDRESS")));
            if (device instanceof Vxlan vxlan) {
                return vxlan;
            }
            throw new IllegalArgumentException("RTNETLINK answers: Operation not supported: " + device + " is a "
                    + device.kind() + ", and the engine's bridges learn by themselves and take no entries by hand;"
                    + " use a vxlan device");
        }

        Optional<VxlanFdb.Remote> remote(VxlanConfig config) {
            return dst.map(address ->
                    new VxlanFdb.Remote(address, port.orElse(config.dstPort()), vni.orElse(config.vni()), via));
        }
    }

    private void edit(String verb, Words words) {
        Line line = new Line(words);
        Vxlan device = line.device();
        VxlanFdb fdb = device.fdb();
        Optional<VxlanFdb.Remote> remote = line.remote(device.config());
        if (verb.equals("delete")) {
            fdb.remove(line.mac, remote);
            return;
        }
        VxlanFdb.Remote to = remote.orElseThrow(() -> new IllegalArgumentException(
                "RTNETLINK answers: Invalid argument: " + line.mac + " must be behind some host; add dst ADDRESS"));
        switch (verb) {
            case "add" -> fdb.add(line.mac, to, line.state);
            case "append" -> fdb.append(line.mac, to, line.state);
            default -> fdb.replace(line.mac, to, line.state);
        }
    }

    private String show(Words words) {
        Optional<Bridge> bridge = Optional.empty();
        Optional<NetDevice> dev = Optional.empty();
        while (words.hasNext()) {
            if (words.take("br")) {
                bridge = Optional.of(bridge(words.next("a bridge")));
            } else if (words.take("dev", "brport")) {
                dev = Optional.of(Devices.named(namespace, words.next("a port")));
            } else {
                throw words.unexpected("br BRIDGE, brport PORT and dev PORT");
            }
        }
        List<NetDevice> devices =
                bridge.<List<NetDevice>>map(List::of).orElseGet(() -> List.copyOf(namespace.devices()));
        Optional<NetDevice> only = dev;
        return devices.stream().map(each -> entries(each, only)).collect(Collectors.joining());
    }

    private static String entries(NetDevice device, Optional<NetDevice> only) {
        if (device instanceof Vxlan vxlan && only.filter(each -> each != vxlan).isEmpty()) {
            return VxlanText.entries(vxlan, only.isEmpty());
        }
        return device instanceof Bridge bridge ? entries(bridge, only) : "";
    }

    private Bridge bridge(String name) {
        if (Devices.named(namespace, name) instanceof Bridge found) {
            return found;
        }
        throw new IllegalArgumentException(name + " is not a bridge; see ip link show type bridge");
    }

    private static String entries(Bridge bridge, Optional<NetDevice> only) {
        StringBuilder text = new StringBuilder();
        if (only.isEmpty() || only.get() == bridge) {
            String dev = only.isPresent() ? "" : " dev " + bridge.name();
            text.append(bridge.mac())
                    .append(dev)
                    .append(" master ")
                    .append(bridge.name())
                    .append(" permanent\n");
        }
        for (Bridge.FdbEntry entry : bridge.fdb()) {
            if (only.isEmpty()) {
                text.append(entry);
            } else if (only.get() == entry.port()) {
                text.append(entry.toString().replace(" dev " + entry.port().name(), ""));
            } else {
                continue;
            }
            text.append(entry.permanent() ? "\n" : " \n");
        }
        return text.toString();
    }
}
