package packetwalk.tools;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.linux.Neighbour;
import packetwalk.linux.NeighbourState;
import packetwalk.linux.NeighbourTable;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;
import packetwalk.tools.line.Words;

/** {@code ip neigh}: which MAC address stands behind which IP address. */
final class IpNeigh {

    private final NetworkNamespace namespace;
    private final IpCommand.Form form;

    IpNeigh(NetworkNamespace namespace, IpCommand.Form form) {
        this.namespace = namespace;
        this.form = form;
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
        return tables().stream()
                .flatMap(table -> table.entries().stream())
                .filter(each -> device == null || each.device() == device)
                .map(each -> text(each, device != null))
                .collect(Collectors.joining());
    }

    /** ARP's table first: net/core/neighbour.c {@code NEIGH_ARP_TABLE}, {@code NEIGH_ND_TABLE}. */
    private List<NeighbourTable> tables() {
        return Stream.of(IpFamily.values())
                .filter(form::shows)
                .filter(family -> family == IpFamily.IPV4 || namespace.hasIpv6())
                .map(family -> namespace.stack(family).neighbours())
                .toList();
    }

    private NeighbourTable tableOf(IpAddress address) {
        return namespace.stack(address.family()).neighbours();
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
        Optional<Neighbour> present = tableOf(address).find(device.get(), address);
        if (!replace
                && present.filter(each -> each.state() != NeighbourState.FAILED).isPresent()) {
            throw new IllegalArgumentException(
                    "RTNETLINK answers: File exists: " + present.get() + " is there; use ip neigh replace");
        }
        tableOf(address).set(device.get(), address, mac.get());
    }

    private void delete(Words words) {
        IpAddress address = words.nextAddress("an address");
        NetDevice device = deviceOf(words);
        if (!tableOf(address).remove(device, address)) {
            throw new IllegalArgumentException("RTNETLINK answers: No such file or directory: " + device.name()
                    + " has no neighbour " + address + "; see ip neigh");
        }
    }

    private void flush(Words words) {
        if (words.take("all") && !words.hasNext()) {
            tables().forEach(table -> namespace.devices().forEach(table::flush));
            return;
        }
        NetDevice device = deviceOf(words);
        tables().forEach(table -> table.flush(device));
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
