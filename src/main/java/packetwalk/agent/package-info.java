/**
 * What runs on each machine: the kubelet and kube-proxy of a node, the Docker daemon of a plain host.
 *
 * <p>{@link packetwalk.agent.Kubelet} starts a {@link packetwalk.agent.PodSandbox} for each pod that is bound to its node
 * (namespace, network, pause container, app containers), probes it ({@code Prober}) and writes what it sees into the pod's
 * status ({@code PodStatuses}). {@link packetwalk.agent.DockerDaemon} does without pods. Both use {@link packetwalk.cni} for
 * the network and {@link packetwalk.runtime} for the processes.
 */
@NullMarked
package packetwalk.agent;

import org.jspecify.annotations.NullMarked;
