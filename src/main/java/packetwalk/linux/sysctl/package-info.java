/**
 * The kernel's settings that the engine models, by the names that {@code sysctl} has for them.
 *
 * <p>Declared tables: {@link packetwalk.linux.sysctl.Sysctl} for what a namespace has once,
 * {@link packetwalk.linux.sysctl.ConntrackSysctl} for {@code net.netfilter.nf_conntrack_*},
 * {@link packetwalk.linux.sysctl.Devconf} for {@code net.ipv4.conf.DEVICE.*} and
 * {@link packetwalk.linux.sysctl.NeighParm} for {@code net.ipv4.neigh.DEVICE.*}; a new setting is one line in one of
 * them. {@link packetwalk.linux.sysctl.Sysctls} holds one namespace's values. Left out: every setting that no code of
 * the engine asks for; it is refused by name.
 */
@NullMarked
package packetwalk.linux.sysctl;

import org.jspecify.annotations.NullMarked;
