/**
 * What turns specs into running things: the kubelet of a node, the Docker daemon of a plain host.
 *
 * <p>{@link packetwalk.control.Kubelet} starts a {@link packetwalk.control.PodSandbox} for each pod: namespace, network,
 * pause container, app containers. {@link packetwalk.control.DockerDaemon} does without pods. Both use
 * {@link packetwalk.cni} for the network and {@link packetwalk.runtime} for the processes. Left out: scheduler,
 * controllers, probes.
 */
@NullMarked
package packetwalk.control;

import org.jspecify.annotations.NullMarked;
