/**
 * The names of a cluster: what its DNS knows, from Services and EndpointSlices, and what stands in a pod's files.
 *
 * <p>{@link packetwalk.dns.ClusterIndex} holds the objects as CoreDNS' informers do, {@link packetwalk.dns.ClusterZone}
 * answers from them as its plugin {@code kubernetes} does, and {@link packetwalk.dns.PodFiles} is what the kubelet
 * writes. Left out: verified pod records, zone transfers, several clusters.
 *
 * @see <a href="https://github.com/kubernetes/dns/blob/master/docs/specification.md">Kubernetes DNS-Based Service
 *     Discovery</a>
 */
@NullMarked
package packetwalk.dns;

import org.jspecify.annotations.NullMarked;
