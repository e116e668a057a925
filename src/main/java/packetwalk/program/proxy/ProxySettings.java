package packetwalk.program.proxy;

import java.time.Duration;
import java.util.Objects;
import packetwalk.net.http.HttpLimits;

/**
 * How patient a proxy is, and how much it keeps.
 *
 * @param connectTimeout for an upstream's handshakes: {@code proxy_connect_timeout}
 * @param responseTimeout from the request's last byte to the response's last: {@code proxy_read_timeout}, which nginx
 *     counts between two reads
 * @param tries how many upstreams a request may be given to, one after the other: {@code proxy_next_upstream_tries}
 * @param clientIdle after how long without a request a client's connection is closed: {@code keepalive_timeout}
 * @param upstreamIdle the same for an upstream's: {@code keepalive_timeout} of {@code upstream}
 * @param upstreamConnections how many idle ones are kept in all: {@code keepalive} of {@code upstream}
 * @param limits how large a request may be
 */
public record ProxySettings(
        Duration connectTimeout,
        Duration responseTimeout,
        int tries,
        Duration clientIdle,
        Duration upstreamIdle,
        int upstreamConnections,
        HttpLimits limits) {

    /** What ingress-nginx writes into nginx.conf unless its ConfigMap says otherwise. */
    public static final ProxySettings NGINX = new ProxySettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            3,
            Duration.ofSeconds(75),
            Duration.ofSeconds(60),
            320,
            HttpLimits.USUAL.withBody(1 << 20));

    public ProxySettings {
        for (Duration each : new Duration[] {connectTimeout, responseTimeout, clientIdle, upstreamIdle}) {
            if (each.isNegative() || each.isZero()) {
                throw new IllegalArgumentException("a timeout of " + each + " leaves no time; use more than zero");
            }
        }
        if (tries < 1 || upstreamConnections < 0) {
            throw new IllegalArgumentException(tries + " tries and " + upstreamConnections
                    + " connections to keep cannot be; use 1 and 0 or more");
        }
        Objects.requireNonNull(limits, "limits");
    }

    /** The same with that patience for a response. */
    public ProxySettings withResponseTimeout(Duration span) {
        return new ProxySettings(connectTimeout, span, tries, clientIdle, upstreamIdle, upstreamConnections, limits);
    }
}
