package packetwalk.oracle;

/** Addresses rewritten: masquerading, DNAT of any address, a range or a network, redirection, services like kube-proxy's. */
final class RandomNat {

    private final Draft draft;
    private final RandomTopology topology;
    private final RandomConditions conditions;

    RandomNat(Draft draft, RandomTopology topology, RandomConditions conditions) {
        this.draft = draft;
        this.topology = topology;
        this.conditions = conditions;
    }

    void write() {
        for (int r = 1; r <= topology.routers(); r++) {
            if (draft.chance(50)) {
                source(r);
                destinations(RandomTopology.router(r));
            }
            if (draft.chance(30)) {
                service(RandomTopology.router(r));
            }
        }
        if (draft.chance(15)) {
            destinations(draft.any(draft.namespaces()));
        }
    }

    private void nat(String netns, String words) {
        draft.run(netns, "iptables -t nat -A " + words);
    }

    private void source(int r) {
        String router = RandomTopology.router(r);
        String own = "10." + r + ".0.0/24";
        if (draft.chance(60)) {
            nat(
                    router,
                    "POSTROUTING -s " + own + draft.any(" ! -o br0", "", " -m addrtype ! --dst-type LOCAL", " -p tcp")
                            + " -j MASQUERADE");
        }
        if (draft.chance(25)) {
            String words = conditions.any(new RandomConditions.Place(router, "nat", "POSTROUTING"));
            String to = draft.address();
            String protocol = words.contains(" -p ") || words.contains("--mode") ? "" : " -p udp";
            boolean ports = protocol.equals(" -p udp") && draft.chance(50);
            nat(router, "POSTROUTING" + words + protocol + " -j SNAT --to-source " + to + (ports ? ":7000-7010" : ""));
        }
        if (draft.chance(10)) {
            netmap(router, "POSTROUTING -s " + own, "10.77.0.0/24");
        }
    }

    private void netmap(String netns, String words, String to) {
        if (Known.rule("nat", words.substring(0, words.indexOf(' ')), " -j NETMAP --to " + to)) {
            nat(netns, words + " -j NETMAP --to " + to);
        }
    }

    private void destinations(String netns) {
        for (int i = draft.number(3); i > 0; i--) {
            String chain = draft.any("PREROUTING", "PREROUTING", "OUTPUT");
            String head = chain + " -d " + draft.address() + " -p " + draft.any("tcp", "udp");
            String to = draft.address() + (draft.chance(50) ? draft.any(":80", ":53", ":8080", ":81") : "");
            nat(netns, head + " -j DNAT --to-destination " + to);
        }
        if (draft.chance(15) && Known.rule("nat", "PREROUTING", " -p tcp -j REDIRECT --to-ports 80")) {
            String chain = draft.any("PREROUTING", "OUTPUT");
            nat(netns, chain + draft.any(" -p tcp -m tcp --dport 81 -j REDIRECT --to-ports 80", " -p udp -j REDIRECT"));
        }
        if (draft.chance(10)) {
            netmap(netns, "PREROUTING -d 10.77.0.0/24", "10." + (1 + draft.number(topology.routers())) + ".0.0/24");
        }
    }

    /** A virtual address, as kube-proxy writes it: marks to masquerade, a choice of two endpoints, hairpin. */
    private void service(String netns) {
        String[] endpoints = {draft.address(), draft.address()};
        String first = " -m statistic --mode random --probability " + draft.any("1.0", "0.0");
        if (!Known.rule("nat", "PREROUTING", first)) {
            first = " -s " + draft.prefix();
        }
        draft.run(netns, "iptables -t nat -N SVC");
        for (int i = 0; i < endpoints.length; i++) {
            draft.run(netns, "iptables -t nat -N SEP" + i);
            nat(netns, "SEP%d -s %s/32 -j MARK --set-xmark 0x4000/0x4000".formatted(i, endpoints[i]));
            nat(
                    netns,
                    "SEP%d -p tcp -m tcp -j DNAT --to-destination %s:%s"
                            .formatted(i, endpoints[i], draft.any("80", "8080", "81")));
            nat(netns, "SEP%d -p udp -m udp -j DNAT --to-destination %s:53".formatted(i, endpoints[i]));
        }
        if (draft.chance(50)) {
            nat(netns, "SVC ! -s %s -j MARK --set-xmark 0x4000/0x4000".formatted(draft.prefix()));
        }
        nat(netns, "SVC" + first + " -j SEP0");
        nat(netns, "SVC -j SEP1");
        for (String chain : new String[] {"PREROUTING", "OUTPUT"}) {
            nat(netns, chain + " -d " + RandomProbes.SERVICE + "/32 -j SVC");
        }
        nat(netns, "POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN");
        nat(netns, "POSTROUTING -j MARK --set-xmark 0x4000/0x0");
        nat(netns, "POSTROUTING -j MASQUERADE");
    }
}
