/**
 * Pod networks: how a namespace is connected, and how other machines learn the way to it.
 *
 * <p>{@link packetwalk.cni.BridgeNetwork} is one machine's bridge with its veth pairs, as Docker and kubenet build it;
 * its addresses come from HostLocalIpam. Between machines there is what {@link packetwalk.cni.PodNetwork} says: a route per node's
 * block on the router, which the cluster adds, or flannel's backends, by which {@link packetwalk.cni.Flannel} tells one machine's kernel of the others: routes to
 * them, or a tunnel. {@link packetwalk.cni.PortMapper} opens ports of the machine for its containers. Left out: flannel's other backends.
 */
@NullMarked
package packetwalk.cni;

import org.jspecify.annotations.NullMarked;
