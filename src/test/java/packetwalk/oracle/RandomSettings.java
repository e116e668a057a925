package packetwalk.oracle;

/** Sysctls and the settings of devices. */
final class RandomSettings {

    private final Draft draft;
    private final RandomTopology topology;

    RandomSettings(Draft draft, RandomTopology topology) {
        this.draft = draft;
        this.topology = topology;
    }

    void set() {
        for (String netns : draft.namespaces()) {
            boolean router = RandomTopology.isRouter(netns);
            if (router) {
                draft.run(netns, "sysctl -w net.ipv4.ip_forward=" + (draft.chance(92) ? 1 : 0));
                bridge(netns);
            }
            sysctl(netns, router ? 20 : 5, "net.ipv4.conf.all.rp_filter=" + (1 + draft.number(2)));
            sysctl(netns, 5, "net.ipv4.conf.all.route_localnet=1");
            sysctl(netns, 5, "net.ipv4.conf.all.proxy_arp=1");
            if (draft.chance(6) && Known.commands("ip link set dev lo mtu 1400")) {
                draft.run(netns, "ip link set dev %s mtu %d".formatted(draft.device(netns), 1400 + draft.number(90)));
            }
        }
    }

    private void sysctl(String netns, int percent, String setting) {
        if (draft.chance(percent) && Known.commands("sysctl -w " + setting)) {
            draft.run(netns, "sysctl -w " + setting);
        }
    }

    private void bridge(String netns) {
        sysctl(netns, 35, "net.bridge.bridge-nf-call-iptables=1");
        for (int h = 1; h <= topology.hosts(); h++) {
            if (draft.chance(15)) {
                draft.run(netns, "bridge link set dev v%d hairpin on".formatted(h));
            }
        }
    }
}
