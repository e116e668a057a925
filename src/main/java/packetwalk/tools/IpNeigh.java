package packetwalk.tools;

import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.Neighbour;
import packetwalk.linux.NeighbourState;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.tools.line.Words;

/** {@code ip neigh}: which MAC address stands behind which IP address. */
final class IpNeigh {

    private final NetworkNamespace namespace;

    IpNeigh(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    String run(Words words) {
        String verb = words.verb("add", "replace", "delete", "show", "lst", "list", "flush");
        switch (verb) {
            case "add", "replace" -> set(words, verb.equals("replace"));
            case "delete" -> delete(words);
            case "flush" -> flush(words);
            default -> {
                return show(words);
            }
        }
        return "";
    }

    private String show(Words words) {
        Optional<NetDevice> only = Optional.empty();
        while (words.hasNext()) {
            if (!words.take("dev")) {
                throw words.unexpected("dev DEVICE");
            }
            only = Optional.of(Devices.named(namespace, words.next("a device")));
        }
        NetDevice device = only.orElse(null);
        return namespace.neighbours().entries().stream()
                .filter(each -> device == null || each.device() == device)
                .map(each -> text(each, device != null))
                .collect(Collectors.joining());
    }

    /** A filter's device is not printed again. */
    private static String text(Neighbour neighbour, boolean ofOneDevice) {
        String text = neighbour.toString();
        return (ofOneDevice ? text.replace(" dev " + neighbour.device().name(), "") : text) + " \n";
    }

    private void set(Words words, boolean replace) {
        IpAddress address = words.nextAddress("an address");
        Optional<MacAddress> mac = Optional.empty();
        Optional<NetDevice> device = Optional.empty();
        while (words.hasNext()) {
            if (words.take("lladdr")) {
                mac = Optional.of(MacAddress.parse(words.next("a MAC address")));
            } else if (words.take("dev")) {
                device = Optional.of(Devices.named(namespace, words.next("a device")));
            } else if (!words.take("nud") || !words.take("permanent")) {
                throw words.unexpected("lladdr MAC, dev DEVICE and nud permanent");
            }
        }
        if (device.isEmpty() || mac.isEmpty()) {
            throw new IllegalArgumentException(
                    "Device and destination are required arguments; write " + address + " lladdr MAC dev DEVICE");
        }
        Optional<Neighbour> present = namespace.neighbours().find(device.get(), address);
        if (!replace
                && present.filter(each -> each.state() != NeighbourState.FAILED).isPresent()) {
            throw new IllegalArgumentException(
                    "RTNETLINK answers: File exists: " + present.get() + " is there; use ip neigh replace");
        }
        namespace.neighbours().set(device.get(), address, mac.get());
    }

    private void delete(Words words) {
        IpAddress address = words.nextAddress("an address");
        NetDevice device = deviceOf(words);
        if (!namespace.neighbours().remove(device, address)) {
            throw new IllegalArgumentException("RTNETLINK answers: No such file or directory: " + device.name()
                    + " has no neighbour " + address + "; see ip neigh");
        }
    }

    private void flush(Words words) {
        if (words.take("all") && !words.hasNext()) {
            namespace.devices().forEach(namespace.neighbours()::flush);
            return;
        }
        namespace.neighbours().flush(deviceOf(words));
    }

    private NetDevice deviceOf(Words words) {
        if (!words.take("dev")) {
            throw new IllegalArgumentException(words.command() + ": a device is missing; add dev eth0");
        }
        NetDevice device = Devices.named(namespace, words.next("a device"));
        if (words.hasNext()) {
            throw words.unexpected("nothing more");
        }
        return device;
    }
}
