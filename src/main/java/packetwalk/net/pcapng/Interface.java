package packetwalk.net.pcapng;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.MacAddress;

/**
 * An Ethernet interface on which packets were captured: section 4.2 of the draft.
 *
 * @param name what Wireshark calls it, such as {@code client/eth0}
 * @param description what it is, for people; empty if nobody says
 * @param mac its hardware address, if known
 * @param addresses what it had, IPv4 or IPv6
 */
public record Interface(String name, String description, Optional<MacAddress> mac, List<InterfaceAddress> addresses) {

    public Interface {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(mac, "mac");
        addresses = List.copyOf(addresses);
    }
}
