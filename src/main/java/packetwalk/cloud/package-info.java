/**
 * What is hired outside of a cluster: load balancers, and the cloud that provides them.
 *
 * <p>A {@link packetwalk.cloud.LoadBalancer} is a machine in a {@link packetwalk.cloud.PublicNetwork}; its
 * {@link packetwalk.cloud.BalancerSpec} says where it listens and how it passes on what comes: by a proxy, or by the
 * kernel's IPVS with or without translation. It asks its backends by packets how they are ({@link packetwalk.cloud.HealthCheck}).
 * Everything that a packet meets there is Linux' own, so that a walk shows it.
 */
@NullMarked
package packetwalk.cloud;

import org.jspecify.annotations.NullMarked;
