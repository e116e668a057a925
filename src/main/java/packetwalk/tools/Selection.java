package packetwalk.tools;

import java.util.List;
import java.util.Optional;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.tools.line.Words;

/**
 * Which devices a list shows: {@code dev eth0}, {@code master docker0}, {@code type veth}, {@code up}.
 *
 * @param name one device only; empty for all
 * @param master ports of that bridge only; empty for all
 * @param kind devices of that kind only; empty for all
 * @param up only those that are up
 */
record Selection(Optional<String> name, Optional<String> master, Optional<String> kind, boolean up) {

    static Selection read(NetworkNamespace namespace, Words words) {
        Optional<String> name = Optional.empty();
        Optional<String> master = Optional.empty();
        Optional<String> kind = Optional.empty();
        boolean up = false;
        while (words.hasNext()) {
            if (words.take("up")) {
                up = true;
            } else if (words.take("master")) {
                master = Optional.of(
                        Devices.named(namespace, words.next("a bridge")).name());
            } else if (words.take("type")) {
                kind = Optional.of(words.next("a type such as bridge or veth"));
            } else if (name.isPresent()) {
                throw words.unexpected("dev DEVICE, master BRIDGE, type TYPE and up");
            } else {
                words.take("dev");
                name = Optional.of(
                        Devices.named(namespace, words.next("a device")).name());
            }
        }
        return new Selection(name, master, kind, up);
    }

    List<NetDevice> devices(NetworkNamespace namespace) {
        return namespace.devices().stream().filter(this::includes).toList();
    }

    private boolean includes(NetDevice device) {
        return name.filter(each -> !each.equals(device.name())).isEmpty()
                && (master.isEmpty() || device.bridge().map(NetDevice::name).equals(master))
                && kind.filter(each -> !each.equals(device.kind())).isEmpty()
                && (!up || device.up());
    }
}
