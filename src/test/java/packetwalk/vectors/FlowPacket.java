package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;

/**
 * A packet of a scenario, and what is expected of it: the first of a connection.
 *
 * @param outputs {@code 10.180.0.1:80} or {@code [fd00:10:180::1]:80} for each endpoint that may get it; {@code REJECT}, {@code DROP} or
 *     {@code ACCEPT}; nothing if kube-proxy leaves it alone
 */
record FlowPacket(
        String name,
        String protocol,
        IpAddress source,
        IpAddress destination,
        int port,
        Set<String> outputs,
        boolean masquerade) {

    private static final int FIRST_PORT = 32_768;

    static FlowPacket of(JsonNode packet) {
        JsonNode expect = packet.path("expect");
        return new FlowPacket(
                packet.path("name").asText(),
                packet.path("protocol").asText("TCP").toLowerCase(Locale.ROOT),
                IpAddress.parse(packet.path("sourceIP").asText()),
                IpAddress.parse(packet.path("destIP").asText()),
                packet.path("destPort").asInt(),
                Scenario.texts(expect.path("outputs")).stream()
                        .map(FlowPacket::asPrinted)
                        .collect(Collectors.toSet()),
                expect.path("masquerade").asBoolean());
    }

    /** An endpoint as we print it, in whichever form of an address it is written; any other output as it is. */
    private static String asPrinted(String output) {
        int colon = output.lastIndexOf(':');
        return colon < 0
                ? output
                : new Endpoint(FlowProbe.address(output), Integer.parseInt(output.substring(colon + 1))).toString();
    }

    /** The packet of the {@code attempt}-th connection. */
    Packet packet(int attempt) {
        return Packet.of(source, destination, transport(FIRST_PORT + attempt));
    }

    private Transport transport(int from) {
        return switch (protocol) {
            case "tcp" -> new Tcp(from, port, 1000, 0, EnumSet.of(Tcp.Flag.SYN), Bytes.EMPTY);
            case "sctp" -> new Sctp(from, port);
            case "udp" -> new Udp(from, port, Bytes.zeros(10));
            default ->
                throw new IllegalArgumentException(name + ": no packets of " + protocol + "; use tcp, udp or sctp");
        };
    }

    @Override
    public String toString() {
        return name + " (" + protocol + " " + source + " > " + destination + ":" + port + ")";
    }
}
