/**
 * Kubernetes objects as records, with the API's own field names. Values only.
 *
 * <p>{@link packetwalk.api.PodSpec} is a pod to be, of {@link packetwalk.api.ContainerSpec}s; what runs is another
 * type. Left out: every kind but pods, and manifests.
 */
@NullMarked
package packetwalk.api;

import org.jspecify.annotations.NullMarked;
