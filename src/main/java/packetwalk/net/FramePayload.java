package packetwalk.net;

/** What an Ethernet frame carries: an IP packet or an ARP message. */
public sealed interface FramePayload permits Packet, ArpMessage {

    /** Length on the wire in bytes, without the Ethernet header. */
    int length();

    /** What the Ethernet header calls it. */
    int etherType();

    /** One line, as {@code tcpdump -n} prints it. */
    String summary();
}
