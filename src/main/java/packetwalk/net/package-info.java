/**
 * Values that travel: addresses, prefixes, frames, packets. Nothing here knows a host, a rule or time.
 *
 * <p>Start with {@link packetwalk.net.Packet}: an IP header around a sealed {@link packetwalk.net.Transport}. A
 * {@link packetwalk.net.Frame} carries it, or an {@link packetwalk.net.ArpMessage}, over one link.
 * {@link packetwalk.net.IpAddress} is 128 bits wide for both families; {@link packetwalk.net.Cidr} is a set of them.
 * Left out: checksums and lengths as wire fields (always right here), IP options, fragments.
 */
@NullMarked
package packetwalk.net;

import org.jspecify.annotations.NullMarked;
