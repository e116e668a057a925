/**
 * The Linux Virtual Server: one address and port, several real servers behind it. net/netfilter/ipvs.
 *
 * <p>{@link packetwalk.linux.ipvs.Ipvs} is one namespace's table: {@link packetwalk.linux.ipvs.VirtualServer}s and their
 * {@link packetwalk.linux.ipvs.RealServer}s, as {@code ipvsadm} changes and prints them. A packet meets
 * {@link packetwalk.linux.ipvs.IpvsHooks} at INPUT, OUTPUT and FORWARD (ip_vs_core.c): it belongs to a connection
 * (IpvsConnections), or Scheduling begins one with the real server that the {@link packetwalk.linux.ipvs.Scheduler}
 * names; IpvsRewrite gives it that server's address, and the {@link packetwalk.linux.ipvs.IpvsStack} sends it on. Left
 * out: IPv6, SCTP but for INIT, tunnels of packets (UNKNOWN by name), applications (FTP), persistence
 * engines, the synchronization daemon. Start at {@code IpvsHooks.input}.
 */
@NullMarked
package packetwalk.linux.ipvs;

import org.jspecify.annotations.NullMarked;
