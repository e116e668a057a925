package packetwalk.trace;

/**
 * Why a packet went no further. Names and order follow Linux' {@code enum skb_drop_reason}
 * (include/net/dropreason-core.h); the last group is ours, for what happens between hosts or inside the simulator.
 */
public enum DropReason {
    NO_SOCKET("no socket is bound to the destination port"),
    TCP_FLAGS("the flags contradict each other"),
    SOCKET_FILTER("the socket does not take it in its present state"),
    NETFILTER_DROP("a netfilter rule or policy dropped it"),
    OTHERHOST("the frame is addressed to another station"),
    IP_INHDR("the IP header is wrong"),
    IP_RPFILTER("the reverse path filter found no way back through this interface"),
    IP_NOPROTO("no protocol handler for it"),
    IP_OUTNOROUTES("there is no route to the destination"),
    IP_INNOROUTES("there is no route to the destination"),
    IP_LOCAL_SOURCE("its source is one of the receiver's own addresses"),
    IP_INVALID_SOURCE("its source address cannot be a source"),
    IP_INVALID_DEST("its destination address cannot be one"),
    IP_LOCALNET("a loopback address came in from the network"),
    IP_INADDRERRORS("it is for another host, and forwarding is off here"),
    IPV6DISABLED("IPv6 is switched off on the device"),
    IP_BLACKHOLE("a blackhole route discards it"),
    IP_TTL_EXPIRED("its TTL reached zero"),
    PKT_TOO_BIG("it is larger than the MTU and must not be fragmented"),
    NEIGH_FAILED("nobody answered the question for the next hop's MAC address"),
    NEIGH_QUEUEFULL("too many packets wait for the next hop's MAC address"),
    BRIDGE_SAME_PORT("the bridge would send it back out of the port it came from"),
    NO_TX_TARGET("there is no port to send it out of"),
    VXLAN_INVALID_HDR("what came to the tunnel's port is no VXLAN header"),
    VXLAN_VNI_NOT_FOUND("no VXLAN device of this host has its VNI"),
    MAC_INVALID_SOURCE("no station can have the frame's source address"),
    VXLAN_ENTRY_EXISTS("an entry made by hand says that its sender is behind another tunnel"),
    LOCAL_MAC("its sender has this device's own MAC address"),
    IP_TUNNEL_ECN("its outer header tells of congestion, and its inner one cannot"),
    DEV_DOWN("the device is down"),
    NO_CARRIER("the device has no other end"),
    PROTO_MEM("the table is full"),
    TCP_STATE("the connection does not expect it"),
    NOT_FOR_US("nobody on this segment has that MAC address"),
    ARP_NOT_OURS("the address asked for is not one of this host's"),
    UNKNOWN("the engine does not model what decides here");

    private final String meaning;

    DropReason(String meaning) {
        this.meaning = meaning;
    }

    /** The reason in words, without a full stop. */
    public String meaning() {
        return meaning;
    }
}
