package packetwalk.agent;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the parts of a control plane take for one piece of work, in virtual time; each 0 or more.
 *
 * @param controller from an event to what a controller does about it
 * @param scheduler from an unbound pod to its node
 * @param sandbox what a kubelet takes for a pod's namespace and network
 * @param container what it takes to start one container, its image being there
 * @param exit what a process takes to end when it is told to (SIGTERM)
 * @param proxySync kube-proxy's {@code minSyncPeriod}: how long it gathers changes before it writes rules
 */
public record Latencies(
        Duration controller,
        Duration scheduler,
        Duration sandbox,
        Duration container,
        Duration exit,
        Duration proxySync) {

    /** A cluster in which nothing takes time: what is asked for is there when time next stands still. */
    public static final Latencies NONE =
            new Latencies(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** What one sees on a small cluster of today: a pod is there within two seconds, a rule within one. */
    public static final Latencies USUAL = new Latencies(
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(500),
            Duration.ofMillis(700),
            Duration.ofMillis(50),
            Duration.ofSeconds(1));

    public Latencies {
        for (Duration each : new Duration[] {controller, scheduler, sandbox, container, exit, proxySync}) {
            if (Objects.requireNonNull(each, "latency").isNegative()) {
                throw new IllegalArgumentException("a latency of " + each + " lies in the past; use zero or more");
            }
        }
    }
}
