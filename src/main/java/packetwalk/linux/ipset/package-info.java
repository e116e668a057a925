/**
 * Sets of addresses and ports that rules can ask: net/netfilter/ipset/.
 *
 * <p>A namespace has {@link packetwalk.linux.ipset.IpSets}; each {@link packetwalk.linux.ipset.IpSet} has a
 * {@link packetwalk.linux.ipset.SetType}, which says how its {@link packetwalk.linux.ipset.Element}s are stored (a hash,
 * a bitmap, a list) and what {@link packetwalk.linux.ipset.Part}s they are made of. A rule asks with a
 * {@link packetwalk.linux.ipset.SetPacket}, from which each {@link packetwalk.linux.ipset.Dimension} reads its part. Start
 * at {@code IpSet.test}. Left out: the hash function, so entries are listed as they came, and buckets never fill.
 */
@NullMarked
package packetwalk.linux.ipset;

import org.jspecify.annotations.NullMarked;
