/**
 * The first kube-proxy's half in user space (Kubernetes 1.0 to 1.25): it accepts, picks an endpoint, connects, and copies.
 *
 * <p>{@link packetwalk.program.userspace.ProxySockets} is all that one process has open and is told what it should have;
 * a {@link packetwalk.program.userspace.TcpProxySocket} or {@link packetwalk.program.userspace.UdpProxySocket} serves one
 * port of a Service, a {@link packetwalk.program.userspace.RoundRobin} says who is next. The rules that lead packets here
 * are no matter of this package. Left out: the limit on open files.
 */
@NullMarked
package packetwalk.program.userspace;

import org.jspecify.annotations.NullMarked;
