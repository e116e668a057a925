/**
 * kube-proxy in ipvs mode, as functions: pkg/proxy/ipvs of Kubernetes.
 *
 * <p>{@link packetwalk.proxy.ipvs.IpvsProxier} says what a node must have: virtual servers and their real ones, addresses
 * on {@code kube-ipvs0}, sets ({@link packetwalk.proxy.ipvs.KubeSet}) and rules (IpvsRules).
 * {@link packetwalk.proxy.ipvs.IpvsSync} compares that with what it has ({@link packetwalk.proxy.ipvs.IpvsNode}) and gives
 * the commands; {@link packetwalk.proxy.ipvs.Terminating} says which real servers wait for their last connection. Left out:
 * cleaning up after another mode.
 */
@NullMarked
package packetwalk.proxy.ipvs;

import org.jspecify.annotations.NullMarked;
