/**
 * What makes a cluster of a store of objects: controllers, each in virtual time.
 *
 * <p>Start at {@link packetwalk.control.ControlPlane}. A {@code Controller} has a queue and one method, {@code reconcile}:
 * Deployment → ReplicaSet → Pod → {@code Scheduler} → (the node's kubelet, {@link packetwalk.agent}) → EndpointSlice → (the
 * node's kube-proxy). What can be computed is a pure function beside it: {@code Rollout}, {@code ServiceEndpoints}, {@code
 * NodeFit}, {@code Victims}. Left out: jobs, volumes, quotas, autoscaling, preemption.
 */
@NullMarked
package packetwalk.control;

import org.jspecify.annotations.NullMarked;
