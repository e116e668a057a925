package packetwalk.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import packetwalk.trace.Load;

/**
 * Which requests a real cluster would lose as well: a model that knows of faults, of the times that components take, and of
 * nothing that the simulator did. Times in seconds of virtual time.
 */
final class LegitimateLosses {

    /** Kubernetes' node monitor takes so long to call a silent node unready. */
    private static final double GRACE = 50;

    /** From a change of pods to every kube-proxy's rules: controllers, and a second in which changes are gathered. */
    private static final double RULES = 1.3;

    /** From a pod's order to its first answer: sandbox and container. */
    private static final double POD = 1.5;

    /** A container that ended is seen within a second, and starts again. */
    private static final double RESTART = 2.0;

    /** A time in which requests may be lost, and why. */
    record Window(double from, double to, String cause) {
        boolean meets(Load.Request request) {
            return request.endNanos() / 1e9 >= from && request.startNanos() / 1e9 <= to;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f-%.3f s %s", from, to, cause);
        }
    }

    private final double detection;
    private final boolean localOnly;
    private final List<Window> windows = new ArrayList<>();

    /** Behind a balancer with that check; {@code localOnly} where nodes serve only their own pods. */
    LegitimateLosses(HealthCheck check, boolean localOnly) {
        double interval = check.interval().toNanos() / 1e9;
        this.detection = check.unhealthyThreshold() * interval + check.timeout().toNanos() / 1e9;
        this.localOnly = localOnly;
    }

    /** A node lost its power at {@code off} and had it back at {@code on}; infinite: never. */
    void power(String node, double off, double on) {
        windows.add(new Window(
                off,
                Math.min(on + RULES, off + detection),
                node + " is off and the health checks have not acted: the balancer still sends there"));
        if (!localOnly) {
            windows.add(new Window(
                    off,
                    Math.min(on + POD, off + GRACE) + RULES,
                    node + " is off and not yet unready: other nodes still send to its pods"));
        }
        if (on < Double.POSITIVE_INFINITY) {
            windows.add(new Window(
                    on,
                    on + POD + RULES,
                    node + " is on again: kube-proxy says it is healthy before it has written its rules"));
        }
    }

    /** A pod was deleted: it ends at once, and rules lead to it for a while. */
    void deleted(String pod, double at) {
        windows.add(new Window(at, at + RULES, pod + " has ended and rules still lead to it"));
        lastOfItsNode(pod, at);
    }

    /** A pod's container crashed, and comes back by itself. */
    void crashed(String pod, double at) {
        windows.add(new Window(at, at + RESTART, pod + " has crashed and rules still lead to it"));
        lastOfItsNode(pod, at);
    }

    private void lastOfItsNode(String pod, double at) {
        if (localOnly) {
            windows.add(new Window(
                    at,
                    at + RULES + detection + RULES,
                    pod + " may have been its node's last, and the health checks have not acted"));
        }
    }

    /** Why this one may be lost; empty if it may not. */
    Optional<Window> excuse(Load.Request request) {
        return windows.stream().filter(window -> window.meets(request)).findFirst();
    }

    @Override
    public String toString() {
        return windows.toString();
    }
}
