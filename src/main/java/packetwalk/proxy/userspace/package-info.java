/**
 * kube-proxy in user-space mode, Kubernetes 1.0 to 1.25: what it listens on, and the rules that lead packets there.
 *
 * <p>{@link packetwalk.proxy.userspace.UserspaceProxier} makes one {@link packetwalk.proxy.userspace.UserspaceSync} of what
 * kube-proxy knows; each port of a Service is a {@link packetwalk.proxy.userspace.ProxyPort}. Who applies it ensures the
 * jumps, restores the rules and gives the ports to {@link packetwalk.program.userspace.ProxySockets}. Left out: traffic
 * policies, source ranges and topology, which this mode never knew.
 */
@NullMarked
package packetwalk.proxy.userspace;

import org.jspecify.annotations.NullMarked;
