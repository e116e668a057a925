/**
 * ingress-nginx: a controller inside the cluster, whose pods are the balancer. They send requests to endpoints directly,
 * and stand behind a Service themselves.
 *
 * <p>{@link packetwalk.ingress.nginx.IngressNginx} installs it and gives its pods their program. {@code NginxController}
 * follows the API server and makes a new table of what it hears; {@code NginxRouter} gives each request its way by that
 * table, {@code NginxDialect} the words; {@code NginxStatus} writes the address back. What the real one only writes into
 * its log are events here. Left out: session affinity, canaries, rewrites, snippets, TCP and UDP services.
 *
 * @see <a href="https://kubernetes.github.io/ingress-nginx/">ingress-nginx</a>
 */
@NullMarked
package packetwalk.ingress.nginx;

import org.jspecify.annotations.NullMarked;
