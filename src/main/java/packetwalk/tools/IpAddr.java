package packetwalk.tools;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.linux.IpStack;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpFamily;
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
                stacks().forEach(stack -> flush(device, stack));
            }
            default -> {
                return show(words);
            }
        }
        return "";
    }

    private List<IpStack> stacks() {
        return Stream.of(IpFamily.values())
                .filter(form::shows)
                .filter(family -> family == IpFamily.IPV4 || namespace.hasIpv6())
                .map(namespace::stack)
                .toList();
    }

    private static void flush(NetDevice device, IpStack stack) {
        stack.addresses(device).stream()
                .filter(each -> !device.secondary(each))
                .forEach(each -> stack.removeAddress(device, each));
    }

    private List<InterfaceAddress> addresses(NetDevice device) {
        return stacks().stream()
                .flatMap(stack -> stack.addresses(device).stream())
                .toList();
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
        List<InterfaceAddress> addresses = addresses(device);
        if (form.family().isPresent() && addresses.isEmpty()) {
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
        return device.index() + ": " + head(text) + "\n" + inets;
    }

    /** Of IPv6 alone, iproute2 asks the kernel for what IPv6 knows of a device, and that is less. */
    private String head(DeviceText text) {
        if (form.family().isEmpty()) {
            return text.head("") + "\n" + text.linkLayer();
        }
        return form.preferred() == IpFamily.IPV4 ? text.head("") + text.peerNamespace() : text.headOfIpv6();
    }

    private String inet(NetDevice device, InterfaceAddress address) {
        String words = address.address().family() == IpFamily.IPV4 ? inet4(device, address) : inet6(address);
        String lifetime = "       valid_lft forever preferred_lft forever\n";
        return form.oneLine()
                ? device.index() + ": " + device.name() + "    " + words + "\\" + lifetime
                : "    " + words + "\n" + lifetime;
    }

    private static String inet4(NetDevice device, InterfaceAddress address) {
        String scope = address.address().isLoopback() ? "host" : "global";
        return "inet " + address + " scope " + scope + (device.secondary(address) ? " secondary " : " ")
                + device.name();
    }

    private static String inet6(InterfaceAddress address) {
        String scope =
                address.address().isLoopback() ? "host" : address.address().isLinkLocal() ? "link" : "global";
        return "inet6 " + address + " scope " + scope + " ";
    }
}
