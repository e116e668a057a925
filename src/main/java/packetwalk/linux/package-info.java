/**
 * One host's network stack, as Linux has it: namespaces, devices, neighbours, and the paths of an IP packet.
 *
 * <p>A packet's way is {@link packetwalk.linux.Ipv4}, read from {@code receive} down: {@code InputRouting}, {@code
 * Forwarding}, {@code Output}; frames come from a
 * {@link packetwalk.linux.NetDevice} ({@link packetwalk.linux.Veth}, {@link packetwalk.linux.Bridge},
 * {@link packetwalk.linux.Nic}) and leave by one, once the {@link packetwalk.linux.NeighbourTable} knows the next hop.
 * Where it goes is asked in {@link packetwalk.linux.route}, what happens to it in
 * {@link packetwalk.linux.netfilter}, who takes it in {@link packetwalk.linux.socket}. IPv6 goes its own way, from
 * {@link packetwalk.linux.Ipv6} on. Left out: VXLAN, multicast, fragments, limits on the rate of ICMP errors, and TCP's word that a neighbour lives.
 */
@NullMarked
package packetwalk.linux;

import org.jspecify.annotations.NullMarked;
