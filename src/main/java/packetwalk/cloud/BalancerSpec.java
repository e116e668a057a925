package packetwalk.cloud;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.net.ProxyHeader;

/**
 * What a layer-4 balancer does.
 *
 * @param name the machine's
 * @param address that clients use, the only one that it answers on
 * @param forwards its ports; none else answers, not even with a refusal
 * @param healthCheck none: every backend counts as well
 * @param proxyProtocol what a proxy tells backends of the client
 * @param draining how long connections to a backend that is taken away may go on
 * @param cutsUnhealthy whether connections to a backend that fails its checks are cut; else they go on as well as they can
 * @param failsOpen whether all backends get traffic when every one is unhealthy, as GCE's do; else none does
 * @param trustsNew whether a backend counts as well before its first check has ended, as haproxy's do
 * @param sourceRanges clients that are let in; none: all
 */
public record BalancerSpec(
        String name,
        IpAddress address,
        List<Forward> forwards,
        BalancerMode mode,
        Scheduling scheduling,
        Optional<HealthCheck> healthCheck,
        Optional<ProxyHeader.Version> proxyProtocol,
        Duration draining,
        boolean cutsUnhealthy,
        boolean failsOpen,
        boolean trustsNew,
        List<Cidr> sourceRanges) {

    public BalancerSpec {
        forwards = List.copyOf(forwards);
        sourceRanges = List.copyOf(sourceRanges);
        Objects.requireNonNull(healthCheck, "healthCheck");
        if (draining.isNegative()) {
            throw new IllegalArgumentException("connections cannot drain for " + draining + "; use zero or more");
        }
        if (proxyProtocol.isPresent() && mode != BalancerMode.PROXY) {
            throw new IllegalArgumentException("balancer " + name + " speaks to no backend in mode " + mode
                    + ", so it has no connection to say a PROXY header on; leave it out, or take mode PROXY");
        }
        for (Forward forward : forwards) {
            if (mode == BalancerMode.PASS_THROUGH && forward.port() != forward.targetPort()) {
                throw new IllegalArgumentException(
                        "balancer " + name + " passes packets through as they come and cannot"
                                + " translate port " + forward.port() + " to " + forward.targetPort()
                                + "; have clients use port "
                                + forward.targetPort() + ", or take mode NAT or PROXY");
            }
            if (mode == BalancerMode.PROXY && forward.protocol() != Protocol.TCP) {
                throw new IllegalArgumentException("balancer " + name + " cannot proxy " + forward
                        + ": a proxy takes connections; take mode NAT or PASS_THROUGH");
            }
        }
        if (forwards.stream()
                        .map(each -> each.protocol() + "/" + each.port())
                        .distinct()
                        .count()
                < forwards.size()) {
            throw new IllegalArgumentException(
                    "balancer " + name + " has one of its ports twice: " + forwards + "; give each port once");
        }
    }

    /**
     * A proxy that takes turns and cuts connections to what is unhealthy, and that passes nothing on when all backends are.
     */
    public static BalancerSpec of(String name, IpAddress address) {
        return new BalancerSpec(
                name,
                address,
                List.of(),
                BalancerMode.PROXY,
                Scheduling.ROUND_ROBIN,
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                true,
                false,
                true,
                List.of());
    }

    /** With other ports. */
    public BalancerSpec withForwards(List<Forward> others) {
        return new BalancerSpec(
                name,
                address,
                others,
                mode,
                scheduling,
                healthCheck,
                proxyProtocol,
                draining,
                cutsUnhealthy,
                failsOpen,
                trustsNew,
                sourceRanges);
    }
}
