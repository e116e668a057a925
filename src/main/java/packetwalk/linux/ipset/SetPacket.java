package packetwalk.linux.ipset;

import packetwalk.net.MacAddress;
import packetwalk.net.Packet;

/**
 * What a set can ask of a packet on its way through the host.
 *
 * @param in the device it came in by; empty for the host's own
 * @param out the device it leaves by; empty before it is routed
 * @param macSrc the station that sent the frame; zero where there is none, as for {@code macDst}
 */
public record SetPacket(Packet packet, String in, String out, int mark, MacAddress macSrc, MacAddress macDst) {}
