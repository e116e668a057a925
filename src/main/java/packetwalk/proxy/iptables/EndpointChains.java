package packetwalk.proxy.iptables;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import packetwalk.proxy.ProxyEndpoint;
import packetwalk.proxy.ServicePort;

/** The choice of an endpoint (KUBE-SVC, KUBE-SVL) and the endpoints (KUBE-SEP) of one Service's port. */
final class EndpointChains {

    private final TableText nat;
    private final ServiceTraffic traffic;
    private final ServicePort port;
    private final boolean comments;

    /**
     * The chains of one port.
     *
     * @param comments whether rules say whose they are; in a large cluster that would be half the text
     */
    EndpointChains(TableText nat, ServiceTraffic traffic, boolean comments) {
        this.nat = nat;
        this.traffic = traffic;
        this.port = traffic.port();
        this.comments = comments;
    }

    void write() {
        choice(ChainNames.clusterPolicy(traffic.name()), traffic.endpoints().cluster());
        choice(ChainNames.localPolicy(traffic.name()), traffic.endpoints().local());
        traffic.endpoints().allReachable().forEach(this::endpoint);
    }

    private void choice(String chain, List<ProxyEndpoint> endpoints) {
        if (endpoints.isEmpty()) {
            return;
        }
        nat.chain(chain);
        port.stickySeconds().ifPresent(seconds -> endpoints.forEach(each -> stay(chain, each, seconds)));
        for (int at = 0; at < endpoints.size(); at++) {
            int left = endpoints.size() - at;
            Words words = comment(traffic.name() + " -> " + endpoints.get(at));
            // one in those left, so that each is as likely; the last takes the rest
            Words chance = left == 1
                    ? words
                    : words.and("-m", "statistic", "--mode", "random", "--probability", probability(left));
            nat.rule(chain, chance.jump(chain(endpoints.get(at))));
        }
    }

    /** A client that came lately goes where it went before. */
    private void stay(String chain, ProxyEndpoint endpoint, int seconds) {
        String target = chain(endpoint);
        nat.rule(
                chain,
                comment(traffic.name() + " -> " + endpoint)
                        .and("-m", "recent", "--name", target, "--rcheck")
                        .and("--seconds", String.valueOf(seconds), "--reap")
                        .jump(target));
    }

    private void endpoint(ProxyEndpoint endpoint) {
        String chain = chain(endpoint);
        nat.chain(chain);
        Words words = comment(traffic.name().toString());
        // a pod that calls itself would else answer itself, past the node
        nat.rule(chain, words.and("-s", endpoint.ip().toString()).jump(ChainNames.MARK_MASQ));
        Words remembered =
                port.stickySeconds().isPresent() ? words.and("-m", "recent", "--name", chain, "--set") : words;
        nat.rule(
                chain,
                remembered.protocol(traffic.protocol()).jump("DNAT").and("--to-destination", endpoint.toString()));
    }

    private String chain(ProxyEndpoint endpoint) {
        return ChainNames.endpoint(traffic.name(), endpoint);
    }

    private Words comment(String comment) {
        return comments ? Words.comment(comment) : Words.NONE;
    }

    /** Go's {@code %0.10f} of 1/n: the double's exact value, rounded. */
    private static String probability(int n) {
        return new BigDecimal(1.0 / n).setScale(10, RoundingMode.HALF_EVEN).toPlainString();
    }
}
