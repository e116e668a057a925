/**
 * Containers on one machine: processes with a name, in namespaces that they own or have joined.
 *
 * <p>{@link packetwalk.runtime.ContainerRuntime} runs, kills and restarts a {@link packetwalk.runtime.ContainerInstance} and
 * lists them as {@code docker ps} does. It knows nothing of pods and nothing of networks: whoever makes the namespace
 * connects it. Left out: images, volumes, limits, published ports.
 */
@NullMarked
package packetwalk.runtime;

import org.jspecify.annotations.NullMarked;
