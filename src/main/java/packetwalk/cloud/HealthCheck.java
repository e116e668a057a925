package packetwalk.cloud;

import java.time.Duration;
import java.util.Objects;
import packetwalk.net.Ports;

/**
 * How a balancer finds out whether a backend is well: by a connection, or a request over it, again and again.
 *
 * @param port of the backend, 1 to 65535
 * @param path to be answered with 200; empty: a connection that opens is enough
 * @param interval from the beginning of one check to that of the next
 * @param timeout after which a check has failed; at most the interval
 * @param healthyThreshold how many good checks in a row bring an unhealthy backend back, 1 and up
 * @param unhealthyThreshold how many bad ones take a healthy backend out, 1 and up
 */
public record HealthCheck(
        int port, String path, Duration interval, Duration timeout, int healthyThreshold, int unhealthyThreshold) {

    public HealthCheck {
        Ports.requireService(port);
        Objects.requireNonNull(path, "path");
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw new IllegalArgumentException("path \"" + path + "\" does not begin with /; such as /healthz");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) > 0) {
            throw new IllegalArgumentException("a health check every " + interval + " cannot wait " + timeout
                    + "; take a timeout of more than zero and at most the interval");
        }
        if (healthyThreshold < 1 || unhealthyThreshold < 1) {
            throw new IllegalArgumentException("thresholds of " + healthyThreshold + " and " + unhealthyThreshold
                    + " checks decide nothing; use 1 or more");
        }
    }

    /** A connection every 2 s; three failures take a backend out, two successes bring it back: haproxy's defaults. */
    public static HealthCheck tcp(int port) {
        return new HealthCheck(port, "", Duration.ofSeconds(2), Duration.ofSeconds(2), 2, 3);
    }

    /** {@code GET path}, at the times of {@link #tcp}. */
    public static HealthCheck http(int port, String path) {
        return new HealthCheck(port, path, Duration.ofSeconds(2), Duration.ofSeconds(2), 2, 3);
    }

    /**
     * What GCE's cloud controller sets up for a Service: every 8 s, for 1 s; three failures, one success.
     *
     * @see <a href="https://github.com/kubernetes/cloud-provider-gcp">providers/gce: gceHcCheckIntervalSeconds and its like</a>
     */
    public static HealthCheck gce(int port, String path) {
        return new HealthCheck(port, path, Duration.ofSeconds(8), Duration.ofSeconds(1), 1, 3);
    }

    /** As often as that, for at most {@code timeout} each. */
    public HealthCheck every(Duration span, Duration patience) {
        return new HealthCheck(port, path, span, patience, healthyThreshold, unhealthyThreshold);
    }

    /** So many good ones in a row bring a backend back, so many bad ones take it out. */
    public HealthCheck thresholds(int healthy, int unhealthy) {
        return new HealthCheck(port, path, interval, timeout, healthy, unhealthy);
    }

    /** {@code tcp 32213 every 2 s} or {@code http 10256 /healthz every 8 s}. */
    @Override
    public String toString() {
        String what = path.isEmpty() ? "tcp " + port : "http " + port + " " + path;
        return what + " every " + interval.toMillis() / 1000.0 + " s, for " + timeout.toMillis() / 1000.0 + " s; "
                + unhealthyThreshold + " failures take out, " + healthyThreshold + " bring back";
    }
}
