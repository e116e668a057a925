/**
 * DNS as programs of a namespace: who answers, who asks, and the files that tell them how.
 *
 * <p>{@link packetwalk.program.dns.DnsServer} is CoreDNS: it answers from each {@link packetwalk.program.dns.Zone}, and
 * asks others for the rest. {@link packetwalk.program.dns.Resolver} is glibc's {@code getaddrinfo()}: a
 * {@link packetwalk.program.dns.Hosts} file first, then questions as {@link packetwalk.program.dns.ResolvConf} says.
 * {@link packetwalk.program.dns.Dig} and {@link packetwalk.program.dns.Nslookup} print what they hear. All of it is
 * datagrams on port 53, so rules and routes decide as for any packet. Left out: caches, zone transfers, DNSSEC.
 */
@NullMarked
package packetwalk.program.dns;

import org.jspecify.annotations.NullMarked;
