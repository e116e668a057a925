/**
 * Pod networks: how a namespace is connected, and how other machines learn the way to it.
 *
 * <p>{@link packetwalk.cni.BridgeNetwork} is one machine's bridge with its veth pairs, as Docker and kubenet build it;
 * its addresses come from HostLocalIpam. Between machines there is nothing but a route per node's block on the router,
 * which the cluster adds. {@link packetwalk.cni.PortMapper} opens ports of the machine for its containers. Left out: VXLAN, host-gw.
 */
@NullMarked
package packetwalk.cni;

import org.jspecify.annotations.NullMarked;
