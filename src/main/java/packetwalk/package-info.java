/**
 * A Kubernetes network in one JVM: {@code cluster()}, the scopes that describe it, and the handles that a person holds.
 *
 * <p>Start with {@link packetwalk.Packetwalk#cluster}. Scopes ({@link packetwalk.ClusterScope},
 * {@link packetwalk.NodeScope} …) write into a Blueprint; {@link packetwalk.ClusterScope#up} has BlueprintCheck find
 * what does not fit and Construction build the rest. The running {@link packetwalk.Cluster} gives out
 * {@link packetwalk.Node}s, {@link packetwalk.Pod}s and other {@link packetwalk.Netns}, whose verbs take walks and print
 * what tools print. Left out: Services, Ingress, manifests.
 */
@NullMarked
package packetwalk;

import org.jspecify.annotations.NullMarked;
