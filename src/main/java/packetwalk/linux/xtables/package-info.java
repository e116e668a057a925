/**
 * Rules, as iptables knows them: net/netfilter/x_tables.c. A {@link packetwalk.linux.xtables.Rule} is a list of
 * {@link packetwalk.linux.xtables.Match}es and a {@link packetwalk.linux.xtables.Target}.
 *
 * <p>Each match has a file in {@link packetwalk.linux.xtables.match}, each target one in
 * {@link packetwalk.linux.xtables.target}; which chains they stand in, and who asks them, is
 * {@link packetwalk.linux.netfilter}. What they may ask of the host is
 * {@link packetwalk.linux.xtables.Surroundings}; what a target may act upon, {@link packetwalk.linux.xtables.Action}.
 * Left out: the arptables and ebtables families. One that is not modelled answers by its name.
 */
@NullMarked
package packetwalk.linux.xtables;

import org.jspecify.annotations.NullMarked;
