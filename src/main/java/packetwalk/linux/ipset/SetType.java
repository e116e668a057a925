package packetwalk.linux.ipset;

import static packetwalk.linux.ipset.Dimension.IFACE;
import static packetwalk.linux.ipset.Dimension.IP;
import static packetwalk.linux.ipset.Dimension.MAC;
import static packetwalk.linux.ipset.Dimension.MARK;
import static packetwalk.linux.ipset.Dimension.NET;
import static packetwalk.linux.ipset.Dimension.PORT;
import static packetwalk.linux.ipset.Dimension.PROTO_PORT;
import static packetwalk.linux.ipset.Dimension.SET;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types of sets that ipset 7 knows: how elements are stored, and what they are made of. */
public enum SetType {
    HASH_IP("hash:ip", "iphash", 6, IP),
    HASH_NET("hash:net", "nethash", 7, NET),
    HASH_IP_PORT("hash:ip,port", "ipporthash", 7, IP, PROTO_PORT),
    HASH_IP_PORT_IP("hash:ip,port,ip", "ipportiphash", 6, IP, PROTO_PORT, IP),
    HASH_IP_PORT_NET("hash:ip,port,net", "ipportnethash", 8, IP, PROTO_PORT, NET),
    HASH_IP_MARK("hash:ip,mark", "ipmarkhash", 3, IP, MARK),
    HASH_IP_MAC("hash:ip,mac", "ipmachash", 1, IP, MAC),
    HASH_MAC("hash:mac", "machash", 1, MAC),
    HASH_NET_PORT("hash:net,port", "netporthash", 8, NET, PROTO_PORT),
    HASH_NET_NET("hash:net,net", "netnethash", 4, NET, NET),
    HASH_NET_PORT_NET("hash:net,port,net", "netportnethash", 3, NET, PROTO_PORT, NET),
    HASH_NET_IFACE("hash:net,iface", "netifacehash", 8, NET, IFACE),
    BITMAP_PORT("bitmap:port", "portmap", 3, PORT),
    BITMAP_IP("bitmap:ip", "ipmap", 3, IP),
    BITMAP_IP_MAC("bitmap:ip,mac", "macipmap", 3, IP, MAC),
    LIST_SET("list:set", "setlist", 3, SET);

    private final String name;
    private final String alias;
    private final int revision;
    private final List<Dimension> dimensions;

    SetType(String name, String alias, int revision, Dimension... dimensions) {
        this.name = name;
        this.alias = alias;
        this.revision = revision;
        this.dimensions = List.of(dimensions);
    }

    /** The type of that name, new or old; empty if there is none. */
    public static Optional<SetType> named(String name) {
        for (SetType type : values()) {
            if (type.name.equals(name) || type.alias.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The revision of Linux 6.18, as {@code ipset list} prints it. */
    public int revision() {
        return revision;
    }

    public List<Dimension> dimensions() {
        return dimensions;
    }

    /** What elements are made of, and whether there can be exceptions: only sets of equal kinds can be swapped. */
    List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        dimensions.forEach(each -> kinds.add(each == NET ? "IP" : each == PROTO_PORT ? "PORT" : each.name()));
        kinds.add(hasNetworks() ? "NOMATCH" : "");
        return kinds;
    }

    public boolean hash() {
        return name.startsWith("hash:");
    }

    public boolean bitmap() {
        return name.startsWith("bitmap:");
    }

    /** Whether entries can say {@code nomatch}: {@code IPSET_TYPE_NOMATCH}. */
    public boolean hasNetworks() {
        return dimensions.contains(NET);
    }

    /** Whether a network of length 0 can be stored: {@code IP_SET_HASH_WITH_NET0}. */
    public boolean storesEverything() {
        return this == HASH_NET_NET || this == HASH_NET_PORT_NET || this == HASH_NET_IFACE;
    }

    @Override
    public String toString() {
        return name;
    }
}
