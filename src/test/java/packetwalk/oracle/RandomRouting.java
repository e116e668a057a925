package packetwalk.oracle;

/** Routes of which some are missing, forbid, go by another table or contradict another by their metric. */
final class RandomRouting {

    private final Draft draft;
    private final RandomTopology topology;

    RandomRouting(Draft draft, RandomTopology topology) {
        this.draft = draft;
        this.topology = topology;
    }

    void route() {
        for (int r = 1; r <= topology.routers(); r++) {
            for (int h = 1; h <= topology.hosts(); h++) {
                if (draft.chance(93)) {
                    draft.run(RandomTopology.host(r, h), "ip route add default via 10.%d.0.1".formatted(r));
                }
            }
            toOthers(r);
            forbidden(r);
            byRule(r);
        }
    }

    private void toOthers(int r) {
        String router = RandomTopology.router(r);
        for (int to = 1; to <= topology.routers(); to++) {
            if (to != r && draft.chance(90)) {
                draft.run(router, "ip route add 10.%d.0.0/24 via %s".formatted(to, topology.next(r, to)));
            }
        }
        if (topology.routers() > 1 && draft.chance(25)) {
            draft.run(router, "ip route add default via " + topology.next(r, topology.neighbour(r)));
        }
        if (topology.routers() > 1 && draft.chance(15)) {
            int to = topology.neighbour(r);
            draft.run(router, "ip route add %s 10.%d.0.0/24 metric %d".formatted(lost(), to, 1 + draft.number(3)));
        }
    }

    private void forbidden(int r) {
        String router = RandomTopology.router(r);
        if (draft.chance(20)) {
            int to = 1 + draft.number(topology.routers());
            draft.run(router, "ip route add %s 10.%d.0.%d".formatted(lost(), to, 2 + draft.number(2)));
        }
        if (draft.chance(20)) {
            draft.run(router, "ip route add %s 172.16.0.0/12".formatted(lost()));
        }
    }

    private String lost() {
        return draft.any("blackhole", "unreachable", "prohibit");
    }

    /** Policy routing: a table of its own for marked packets, or for some sources. */
    private void byRule(int r) {
        if (!draft.chance(20) || !Known.commands("ip rule add fwmark 0x1/0xf table 77 priority 90")) {
            return;
        }
        String router = RandomTopology.router(r);
        draft.run(
                router,
                draft.chance(50)
                        ? "ip rule add fwmark 0x1/0xf table 77 priority 90"
                        : "ip rule add from " + draft.prefix() + " table 77 priority 90");
        if (topology.routers() > 1 && draft.chance(70)) {
            draft.run(
                    router, "ip route add default via %s table 77".formatted(topology.next(r, topology.neighbour(r))));
        } else {
            draft.run(router, "ip route add %s default table 77".formatted(lost()));
        }
    }
}
