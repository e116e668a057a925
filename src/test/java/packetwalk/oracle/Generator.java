package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes a case from a seed, as text: routers in a line or a star, hosts on bridges behind them, routes of which some
 * are missing or forbid, rules in all tables, and probes between any two addresses.
 *
 * <p>Router i has 10.i.0.1/24 on bridge {@code br0} for its hosts 10.i.0.2 and up; routers meet on a segment
 * 10.100.0.0/24 (star) or on links 10.20x.0.0/30 (line).
 */
final class Generator {

    private static final List<String> SERVED = List.of("tcp 80", "tcp 8080", "udp 53");
    private static final List<String> LOST = List.of("blackhole", "unreachable", "prohibit");

    private final Random random;
    private final List<String> lines = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<String> namespaces = new ArrayList<>();
    private final boolean star;
    private final int routers;
    private final int hosts;

    private Generator(long seed) {
        random = new Random(seed);
        star = random.nextBoolean();
        routers = 1 + random.nextInt(3);
        hosts = 1 + random.nextInt(2);
    }

    /** The case of {@code seed}, with {@code probes} probes. */
    static CaseFile of(long seed, int probes) {
        Generator generator = new Generator(seed);
        generator.networks();
        generator.routes();
        generator.rules();
        for (int i = 0; i < probes; i++) {
            generator.probe();
        }
        return CaseFile.parse("seed " + seed, String.join("\n", generator.lines));
    }

    private void add(String line) {
        lines.add(line);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void networks() {
        for (int r = 1; r <= routers; r++) {
            namespaces.add("r" + r);
            add("netns r%d".formatted(r));
            List<String> ports = new ArrayList<>();
            for (int h = 1; h <= hosts; h++) {
                String host = "h" + r + h;
                namespaces.add(host);
                add("netns %s".formatted(host));
                add("link %s:eth0 r%d:v%d".formatted(host, r, h));
                ports.add("v" + h);
            }
            add("bridge r%d:br0 %s".formatted(r, String.join(" ", ports)));
            address("r" + r, "10." + r + ".0.1", 24, "br0");
            for (int h = 1; h <= hosts; h++) {
                String host = "h" + r + h;
                address(host, "10." + r + ".0." + (h + 1), 24, "eth0");
                SERVED.stream()
                        .filter(any -> chance(70))
                        .forEach(served -> add("%s serves %s".formatted(host, served)));
            }
            add("r%d$ sysctl -w net.ipv4.ip_forward=%d".formatted(r, chance(92) ? 1 : 0));
        }
        between();
    }

    private void between() {
        if (star) {
            add("netns lan");
            List<String> ports = new ArrayList<>();
            for (int r = 1; r <= routers; r++) {
                add("link r%d:eth0 lan:p%d".formatted(r, r));
                ports.add("p" + r);
            }
            add("bridge lan:br0 %s".formatted(String.join(" ", ports)));
            for (int r = 1; r <= routers; r++) {
                address("r" + r, "10.100.0." + r, 24, "eth0");
            }
            return;
        }
        for (int r = 1; r < routers; r++) {
            add("link r%d:right r%d:left".formatted(r, r + 1));
            address("r" + r, "10.20" + r + ".0.1", 30, "right");
            address("r" + (r + 1), "10.20" + r + ".0.2", 30, "left");
        }
    }

    private void address(String netns, String address, int length, String device) {
        add("%s$ ip addr add %s/%d dev %s".formatted(netns, address, length, device));
        addresses.add(address);
    }

    private void routes() {
        for (int r = 1; r <= routers; r++) {
            for (int h = 1; h <= hosts; h++) {
                if (chance(93)) {
                    add("h%d%d$ ip route add default via 10.%d.0.1".formatted(r, h, r));
                }
            }
            for (int to = 1; to <= routers; to++) {
                if (to != r && chance(90)) {
                    add("r%d$ ip route add 10.%d.0.0/24 via %s".formatted(r, to, next(r, to)));
                }
            }
            if (chance(20)) {
                add("r%d$ ip route add %s 10.%d.0.%d"
                        .formatted(r, any(LOST), 1 + random.nextInt(routers), 2 + random.nextInt(2)));
            }
            if (chance(20)) {
                add("r%d$ ip route add %s 172.16.0.0/12".formatted(r, any(LOST)));
            }
            if (routers > 1 && chance(25)) {
                int to = r == 1 ? 2 : r - 1;
                add("r%d$ ip route add default via %s".formatted(r, next(r, to)));
            }
        }
    }

    private String next(int from, int to) {
        if (star) {
            return "10.100.0." + to;
        }
        return to > from ? "10.20" + from + ".0.2" : "10.20" + (from - 1) + ".0.1";
    }

    private void rules() {
        for (String netns : namespaces) {
            boolean router = netns.startsWith("r");
            if (chance(router ? 75 : 25)) {
                add("%s$ iptables -N own".formatted(netns));
                int count = 1 + random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    add("%s$ iptables -A own%s -j %s".formatted(netns, condition(), verdict(List.of("RETURN"))));
                }
                for (int i = random.nextInt(5); i >= 0; i--) {
                    String chain =
                            any(router ? List.of("FORWARD", "FORWARD", "INPUT", "OUTPUT") : List.of("INPUT", "OUTPUT"));
                    add("%s$ iptables -A %s%s%s"
                            .formatted(
                                    netns,
                                    chain,
                                    condition(),
                                    chance(8) ? "" : " -j " + verdict(List.of("own", "own"))));
                }
                if (chance(12)) {
                    add("%s$ iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"
                            .formatted(netns));
                    add("%s$ iptables -P FORWARD DROP".formatted(netns));
                }
            }
            if (chance(15)) {
                add("%s$ iptables -t raw -A %s%s -j DROP"
                        .formatted(netns, any(List.of("PREROUTING", "OUTPUT")), port()));
            }
            if (chance(15)) {
                add("%s$ iptables -t mangle -A %s%s -j MARK --set-xmark 0x1/0xf"
                        .formatted(netns, any(List.of("PREROUTING", "OUTPUT")), condition()));
                add("%s$ iptables -A FORWARD -m mark --mark 0x1/0xf -j %s".formatted(netns, verdict(List.of())));
            }
            if (router && chance(50)) {
                nat(netns);
            }
        }
    }

    private void nat(String netns) {
        String own = "10." + netns.substring(1) + ".0.0/24";
        if (chance(60)) {
            add("%s$ iptables -t nat -A POSTROUTING -s %s%s -j MASQUERADE"
                    .formatted(
                            netns, own, any(List.of(" ! -o br0", "", " -m addrtype ! --dst-type LOCAL", " -p tcp"))));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String target = any(addresses) + (chance(50) ? any(List.of(":80", ":53", ":8080", ":81")) : "");
            add("%s$ iptables -t nat -A %s -d %s -p %s -j DNAT --to-destination %s"
                    .formatted(
                            netns,
                            any(List.of("PREROUTING", "PREROUTING", "OUTPUT")),
                            any(addresses),
                            any(List.of("tcp", "udp")),
                            target));
        }
    }

    private String condition() {
        StringBuilder words = new StringBuilder();
        if (chance(30)) {
            words.append(chance(25) ? " !" : "").append(" -s ").append(prefix());
        }
        if (chance(30)) {
            words.append(chance(25) ? " !" : "").append(" -d ").append(prefix());
        }
        if (chance(50)) {
            words.append(chance(70) ? port() : " -p " + any(List.of("tcp", "udp", "icmp")));
        }
        if (chance(12)) {
            words.append(" -m conntrack --ctstate ")
                    .append(any(List.of("NEW", "ESTABLISHED", "RELATED,ESTABLISHED", "INVALID")));
        }
        if (chance(10)) {
            words.append(" -m addrtype ").append(chance(30) ? "! " : "").append("--dst-type LOCAL");
        }
        return words.toString();
    }

    private String port() {
        String protocol = any(List.of("tcp", "udp"));
        return " -p " + protocol + " -m " + protocol + " --dport " + any(List.of("80", "8080", "53", "1:100", "81"));
    }

    private String prefix() {
        String address = any(addresses);
        return chance(50) ? address + "/32" : address.substring(0, address.lastIndexOf('.')) + ".0/24";
    }

    private String verdict(List<String> more) {
        List<String> all = new ArrayList<>(more);
        all.addAll(List.of(
                "ACCEPT",
                "ACCEPT",
                "DROP",
                "REJECT",
                "REJECT --reject-with icmp-host-prohibited",
                "REJECT --reject-with icmp-admin-prohibited"));
        return any(all);
    }

    private void probe() {
        String from = any(namespaces);
        String to = chance(92) ? any(addresses) : any(List.of("172.16.0.1", "10.1.0.77", "127.0.0.1", "10.99.0.1"));
        if (chance(10)) {
            add("forget");
        }
        switch (random.nextInt(3)) {
            case 0 -> add("%s connects %s:%s".formatted(from, to, any(List.of("80", "80", "8080", "81"))));
            case 1 -> add("%s sends %s:%s%s".formatted(from, to, any(List.of("53", "53", "54")), rest()));
            default -> add("%s pings %s%s".formatted(from, to, ttl()));
        }
    }

    private String rest() {
        return (chance(20) ? " from 5000" : "") + ttl();
    }

    private String ttl() {
        return chance(25) ? " ttl " + (1 + random.nextInt(4)) : "";
    }
}
