package packetwalk.tools;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.InterfaceAddress;
import packetwalk.tools.line.Words;

/** {@code ip addr}: the addresses of devices. */
final class IpAddr {

    private final NetworkNamespace namespace;
    private final IpCommand.Form form;

    IpAddr(NetworkNamespace namespace, IpCommand.Form form) {
        this.namespace = namespace;
        this.form = form;
    }

    String run(Words words) {
        String verb = words.verb("add", "delete", "show", "lst", "list", "flush");
        switch (verb) {
            case "add" -> add(words);
            case "delete" -> delete(words);
            case "flush" -> {
                NetDevice device = deviceOf(words);
                device.addresses().stream()
                        .filter(each -> !device.secondary(each))
                        .forEach(device::removeAddress);
            }
            default -> {
                return show(words);
            }
        }
        return "";
    }

    private void add(Words words) {
        InterfaceAddress address = InterfaceAddress.parse(words.next("an address such as 10.0.1.1/24"));
        deviceOf(words).addAddress(address);
    }

    private void delete(Words words) {
        InterfaceAddress address = InterfaceAddress.parse(words.next("an address such as 10.0.1.1/24"));
        deviceOf(words).removeAddress(address);
    }

    private NetDevice deviceOf(Words words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException("Not enough information: \"dev\" argument is required; add dev eth0");
        }
        words.take("dev");
        NetDevice device = Devices.named(namespace, words.next("a device"));
        if (words.hasNext()) {
            throw words.unexpected("ADDRESS dev DEVICE; broadcast and scope follow from the address");
        }
        return device;
    }

    private String show(Words words) {
        Selection selection = Selection.read(namespace, words);
        return selection.devices(namespace).stream().map(this::text).collect(Collectors.joining());
    }

    private String text(NetDevice device) {
        DeviceText text = new DeviceText(device);
        List<InterfaceAddress> addresses = device.addresses();
        if (form.inetOnly() && addresses.isEmpty()) {
            return "";
        }
        if (form.brief()) {
            String all = addresses.stream().map(each -> each + " ").collect(Collectors.joining());
            return "%-16s %-14s %s\n".formatted(text.name(), text.state(), all);
        }
        String inets = addresses.stream().map(each -> inet(device, each)).collect(Collectors.joining());
        if (form.oneLine()) {
            return inets;
        }
        String head = device.index() + ": " + text.head("");
        return head + (form.inetOnly() ? text.peerNamespace() : "\n" + text.linkLayer()) + "\n" + inets;
    }

    private String inet(NetDevice device, InterfaceAddress address) {
        String scope = address.address().isLoopback() ? "host" : "global";
        String words = "inet " + address + " scope " + scope + (device.secondary(address) ? " secondary " : " ")
                + device.name();
        String lifetime = "       valid_lft forever preferred_lft forever\n";
        return form.oneLine()
                ? device.index() + ": " + device.name() + "    " + words + "\\" + lifetime
                : "    " + words + "\n" + lifetime;
    }
}
