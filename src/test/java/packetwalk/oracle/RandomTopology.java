package packetwalk.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Routers in a line or a star, and hosts on bridges behind them.
 *
 * <p>Router {@code r1} has 10.1.0.1/24 on {@code br0} for its hosts {@code h11} (10.1.0.2) and up, which are on its
 * ports {@code v1} and up; routers meet on a segment 10.100.0.0/24 (star) or on links 10.20x.0.0/30 (line). One host
 * may have a second leg, to the next router.
 */
final class RandomTopology {

    /** What a host may serve. */
    private static final List<String> SERVED = List.of("tcp 80", "tcp 8080", "udp 53", "udp 8053");

    private final Draft draft;
    private final boolean star;
    private final int routers;
    private final int hosts;

    RandomTopology(Draft draft) {
        this(draft, 1);
    }

    /** One with at least so many routers. */
    RandomTopology(Draft draft, int least) {
        this.draft = draft;
        star = draft.chance(50);
        routers = Math.max(least, 1 + draft.number(3));
        hosts = 1 + draft.number(2);
    }

    int routers() {
        return routers;
    }

    int hosts() {
        return hosts;
    }

    /** Whether the routers meet on one segment; else they stand in a line. */
    boolean star() {
        return star;
    }

    static String router(int number) {
        return "r" + number;
    }

    static String host(int router, int number) {
        return "h" + router + number;
    }

    static boolean isRouter(String netns) {
        return netns.startsWith("r");
    }

    void build() {
        for (int r = 1; r <= routers; r++) {
            network(r);
        }
        if (star) {
            segment();
        } else {
            line();
        }
        if (routers > 1 && draft.chance(25)) {
            secondLeg();
        }
        servers();
    }

    private void network(int r) {
        draft.netns(router(r));
        List<String> ports = new ArrayList<>();
        for (int h = 1; h <= hosts; h++) {
            draft.netns(host(r, h));
            draft.link(host(r, h), "eth0", router(r), "v" + h);
            ports.add("v" + h);
        }
        draft.bridge(router(r), "br0", ports);
        draft.address(router(r), "10." + r + ".0.1", 24, "br0");
        for (int h = 1; h <= hosts; h++) {
            draft.address(host(r, h), "10." + r + ".0." + (h + 1), 24, "eth0");
        }
    }

    private void segment() {
        draft.add("netns lan");
        List<String> ports = new ArrayList<>();
        for (int r = 1; r <= routers; r++) {
            draft.add("link %s:eth0 lan:p%d".formatted(router(r), r));
            ports.add("p" + r);
        }
        draft.add("bridge lan:br0 " + String.join(" ", ports));
        for (int r = 1; r <= routers; r++) {
            draft.device(router(r), "eth0");
            draft.address(router(r), "10.100.0." + r, 24, "eth0");
        }
    }

    private void line() {
        for (int r = 1; r < routers; r++) {
            draft.link(router(r), "right", router(r + 1), "left");
            draft.address(router(r), "10.20" + r + ".0.1", 30, "right");
            draft.address(router(r + 1), "10.20" + r + ".0.2", 30, "left");
        }
    }

    private void secondLeg() {
        String host = host(1, 1);
        draft.link(host, "eth1", router(2), "leg");
        draft.address(router(2), "10.50.0.1", 24, "leg");
        draft.address(host, "10.50.0.2", 24, "eth1");
    }

    private void servers() {
        for (String netns : draft.namespaces()) {
            for (String served : SERVED) {
                if (draft.chance(isRouter(netns) ? 15 : 65)) {
                    draft.add(netns + " serves " + served);
                }
            }
        }
    }

    /** The address by which router {@code from} reaches router {@code to}, or the next one on the way there. */
    String next(int from, int to) {
        if (star) {
            return "10.100.0." + to;
        }
        return to > from ? "10.20" + from + ".0.2" : "10.20" + (from - 1) + ".0.1";
    }

    /** A router next to {@code router}. */
    int neighbour(int router) {
        return router == 1 ? 2 : router - 1;
    }
}
