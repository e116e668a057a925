package packetwalk.oracle;

import java.util.List;

/**
 * VXLAN devices {@code vx} on all routers, of which some lack an entry, a neighbour or a route, or have a wrong one.
 *
 * <p>They are used in three ways: routed as flannel does it, with everything written by hand; routed over a network
 * 192.168.42.0/24 of their own that learns; or as ports of the routers' bridges, so that all hosts are on one segment. All
 * flows have one source port, since a kernel's hash cannot be compared.
 */
final class RandomTunnels {

    private enum Use {
        FLANNEL,
        LEARNING,
        BRIDGED
    }

    private final Draft draft;
    private final RandomTopology topology;
    private final Use use;
    private final String port;
    private final String vni;

    RandomTunnels(Draft draft, RandomTopology topology) {
        this.draft = draft;
        this.topology = topology;
        this.use = draft.any(List.of(Use.FLANNEL, Use.FLANNEL, Use.LEARNING, Use.BRIDGED));
        this.port = draft.any("8472", "4789");
        this.vni = draft.any("1", "42", "16777215");
    }

    void build() {
        if (!topology.star()) {
            underlayInLine();
        }
        for (int r = 1; r <= topology.routers(); r++) {
            for (int h = 1; h <= topology.hosts(); h++) {
                draft.run(RandomTopology.host(r, h), "ip route add default via 10.%d.0.1".formatted(r));
            }
            device(r);
        }
        for (int r = 1; r <= topology.routers(); r++) {
            for (int to = 1; to <= topology.routers(); to++) {
                if (to != r) {
                    towards(r, to);
                }
            }
        }
    }

    /** The ends of a line reach each other's addresses by the router between them. */
    private void underlayInLine() {
        if (topology.routers() == 3) {
            draft.run("r1", "ip route add 10.202.0.0/30 via 10.201.0.2");
            draft.run("r3", "ip route add 10.201.0.0/30 via 10.202.0.1");
        }
    }

    /** Where the tunnels of a router end. */
    private String end(int router) {
        if (topology.star()) {
            return "10.100.0." + router;
        }
        return router == 1 ? "10.201.0.1" : "10.20" + (router - 1) + ".0.2";
    }

    private static String mac(int router) {
        return "5e:00:00:00:00:0" + router;
    }

    private void device(int r) {
        String router = RandomTopology.router(r);
        String id = draft.chance(95) ? vni : "7";
        StringBuilder options = new StringBuilder("id " + id + " srcport 50000 50001 dstport " + port);
        options.append(draft.chance(80) ? " local " + end(r) : "");
        options.append(draft.chance(50) && topology.star() ? " dev eth0" : "");
        options.append(use == Use.FLANNEL && draft.chance(80) ? " nolearning" : "");
        options.append(draft.chance(20) ? " ttl " + draft.any("1", "2", "9", "inherit") : "");
        options.append(draft.chance(20) ? " tos " + draft.any("8", "0x10", "inherit") : "");
        options.append(draft.chance(20) ? " df " + draft.any("set", "inherit") : "");
        int other = r == 1 ? 2 : r - 1;
        options.append(use != Use.FLANNEL && draft.chance(30) ? " remote " + end(other) : "");
        draft.add("vxlan %s:vx %s %s".formatted(router, mac(r), options));
        draft.device(router, "vx");
        switch (use) {
            case FLANNEL -> draft.address(router, "10.%d.0.0".formatted(r), 32, "vx");
            case LEARNING -> draft.address(router, "192.168.42." + r, 24, "vx");
            case BRIDGED -> onBridge(r);
        }
    }

    /** Hosts find each other there. Not the routers, which would hear of a host by two ways, as each kernel likes. */
    private void onBridge(int r) {
        String router = RandomTopology.router(r);
        draft.run(router, "ip link set vx master br0");
        draft.run(router, "ip link set br0 mtu 1450");
        for (int h = 1; h <= topology.hosts(); h++) {
            String host = RandomTopology.host(r, h);
            draft.run(host, "ip link set eth0 mtu 1450");
            draft.run(host, "ip route add 10.0.0.0/13 dev eth0");
        }
    }

    private void towards(int r, int to) {
        String router = RandomTopology.router(r);
        String dst = draft.chance(96) ? end(to) : draft.any("10.100.0.77", "10.98.0.1");
        if (use != Use.FLANNEL) {
            entry(router, "00:00:00:00:00:00", dst);
            if (use == Use.LEARNING) {
                usually(router, "ip route add 10.%d.0.0/24 via 192.168.42.%d".formatted(to, to));
            }
            return;
        }
        usually(router, "ip route add 10.%d.0.0/24 via 10.%d.0.0 dev vx onlink".formatted(to, to));
        usually(router, "ip neigh replace 10.%d.0.0 lladdr %s dev vx nud permanent".formatted(to, mac(to)));
        entry(router, mac(to), dst);
    }

    private void usually(String router, String command) {
        if (draft.chance(95)) {
            draft.run(router, command);
        }
    }

    private void entry(String router, String mac, String dst) {
        String more = draft.chance(4) ? " vni 9" : "";
        usually(router, "bridge fdb append %s dev vx dst %s%s".formatted(mac, dst, more));
    }

    /** Rules about the outer packets, and marks that they share with the inner ones. */
    void rules() {
        for (int r = 1; r <= topology.routers(); r++) {
            String router = RandomTopology.router(r);
            // no DNAT of outer packets: where TCP is inside, the kernel leaves them with a wrong checksum then
            for (String chain : List.of("PREROUTING", "OUTPUT")) {
                draft.run(router, "iptables -t nat -A %s -p udp -m udp --dport %s -j ACCEPT".formatted(chain, port));
            }
            if (draft.chance(25)) {
                String outer = draft.any("INPUT", "OUTPUT", "FORWARD");
                draft.run(
                        router,
                        "iptables -A %s -p udp -m udp --dport %s -j %s"
                                .formatted(outer, port, draft.any("ACCEPT", "ACCEPT", "DROP", "REJECT")));
            }
            if (draft.chance(20) && use != Use.BRIDGED) {
                draft.run(
                        router,
                        "iptables -t mangle -A %s -j MARK --set-xmark 0x4000/0x4000"
                                .formatted(draft.any("FORWARD", "INPUT -p udp", "POSTROUTING -p icmp", "OUTPUT")));
                draft.run(router, "iptables -t nat -A POSTROUTING -m mark --mark 0x4000/0x4000 -j MASQUERADE");
            }
            if (draft.chance(10)) {
                draft.run(router, "iptables -t nat -A POSTROUTING -o vx -j MASQUERADE");
            }
        }
    }

    /** Datagrams about as large as what fits. */
    void ask(int count) {
        for (int i = 0; i < count; i++) {
            String from = RandomTopology.host(1 + draft.number(topology.routers()), 1);
            int size = draft.any(List.of(1000, 1372, 1422, 1423, 1472));
            draft.add("%s sends %s:53 size %d".formatted(from, draft.address(), size));
        }
    }
}
