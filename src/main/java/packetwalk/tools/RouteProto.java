package packetwalk.tools;

import java.util.Map;

/** Names and numbers of who adds routes: {@code /etc/iproute2/rt_protos}. */
final class RouteProto {

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "unspec"),
            Map.entry(1, "redirect"),
            Map.entry(2, "kernel"),
            Map.entry(3, "boot"),
            Map.entry(4, "static"),
            Map.entry(8, "gated"),
            Map.entry(9, "ra"),
            Map.entry(10, "mrt"),
            Map.entry(11, "zebra"),
            Map.entry(12, "bird"),
            Map.entry(13, "dnrouted"),
            Map.entry(14, "xorp"),
            Map.entry(15, "ntk"),
            Map.entry(16, "dhcp"),
            Map.entry(18, "keepalived"),
            Map.entry(42, "babel"),
            Map.entry(99, "openr"),
            Map.entry(186, "bgp"),
            Map.entry(187, "isis"),
            Map.entry(188, "ospf"),
            Map.entry(189, "rip"),
            Map.entry(192, "eigrp"));

    private RouteProto() {}

    /** The name if it has one, else the number. */
    static String read(String text) {
        if (NAMES.containsValue(text)) {
            return text;
        }
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > 255) {
            throw new IllegalArgumentException(
                    "\"protocol\" value is invalid: \"" + text + "\"; use kernel, boot, static or a number up to 255");
        }
        int number = Integer.parseInt(text);
        return NAMES.getOrDefault(number, String.valueOf(number));
    }
}
