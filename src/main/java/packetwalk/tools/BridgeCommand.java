package packetwalk.tools;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import packetwalk.linux.Bridge;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Veth;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/** {@code bridge}: ports of bridges, and what they and tunnels have learnt. */
final class BridgeCommand implements Tool {

    private static final String NO_FLAGS = " guard off root_block off fastleave off learning on flood on mcast_flood on"
            + " bcast_flood on mcast_router 1 mcast_to_unicast off neigh_suppress off vlan_tunnel off isolated off"
            + " locked off \n";

    /** Of what {@code bridge help} prints, the part that is modelled. */
    private static final String HELP = """
            Usage: bridge [ OPTIONS ] OBJECT { COMMAND }
            where  OBJECT := { fdb | link }
                   OPTIONS := { -d[etails] }
            """;

    private final NetworkNamespace namespace;

    BridgeCommand(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public String run(Words words, String input) {
        boolean details = words.take("-d", "-details");
        String object = words.next("fdb or link");
        if ("link".startsWith(object)) {
            return link(words.rest("link"), details);
        }
        if ("fdb".startsWith(object)) {
            return new BridgeFdb(namespace).run(words.rest("fdb"));
        }
        if (object.equals("help")) {
            return HELP;
        }
        throw new IllegalArgumentException(
                "Object \"" + object + "\" is unknown, try \"bridge help\"; bridge knows fdb and link");
    }

    private String link(Words words, boolean details) {
        if (words.verb("show", "set", "list").equals("set")) {
            set(words);
            return "";
        }
        Optional<String> dev =
                words.take("dev") ? Optional.of(port(words.next("a port")).name()) : Optional.empty();
        end(words, "dev PORT");
        return ports().filter(
                        each -> dev.filter(name -> !name.equals(each.name())).isEmpty())
                .map(each -> text(each, details))
                .collect(Collectors.joining());
    }

    private Stream<NetDevice> ports() {
        return namespace.devices().stream().filter(each -> each.bridge().isPresent());
    }

    private String text(NetDevice port, boolean details) {
        Bridge bridge = port.bridge().orElseThrow();
        String state = port.up() && port.carrier() ? "forwarding" : "disabled";
        String line = port.index() + ": " + port.name() + link(port) + ": " + new DeviceText(port).flags() + " mtu "
                + port.mtu() + " master " + bridge.name() + " state " + state + " priority 32 cost 2 \n";
        return details ? line + "    hairpin " + (bridge.hairpin(port) ? "on" : "off") + NO_FLAGS : line;
    }

    /** The other end of a veth, whose index bridge(8) takes for one of this namespace's. */
    private String link(NetDevice port) {
        if (!(port instanceof Veth veth)) {
            return "";
        }
        int index = veth.peer().index();
        return "@"
                + namespace.devices().stream()
                        .filter(each -> each.index() == index)
                        .map(NetDevice::name)
                        .findFirst()
                        .orElse("if" + index);
    }

    private void set(Words words) {
        words.take("dev");
        NetDevice port = port(words.next("a port"));
        if (!words.take("hairpin")) {
            throw words.unexpected("hairpin on and hairpin off; the engine models no other flag");
        }
        boolean on = onOrOff("hairpin", words);
        end(words, "nothing more");
        port.bridge().orElseThrow().hairpin(port, on);
    }

    static boolean onOrOff(String what, Words words) {
        String value = words.next("on or off");
        if (!value.equals("on") && !value.equals("off")) {
            throw new IllegalArgumentException(what + " \"" + value + "\" is neither on nor off; write on or off");
        }
        return value.equals("on");
    }

    private NetDevice port(String name) {
        NetDevice device = Devices.named(namespace, name);
        if (device.bridge().isEmpty()) {
            throw new IllegalArgumentException(
                    name + " is not a port of a bridge; first ip link set " + name + " master BRIDGE");
        }
        return device;
    }

    private static void end(Words words, String known) {
        if (words.hasNext()) {
            throw words.unexpected(known);
        }
    }
}
