/**
 * kube-proxy: what a node knows of Services and their endpoints, and (below, a package per mode) the rules that follow.
 *
 * <p>{@link packetwalk.proxy.ProxyView} is made of the API's Services and EndpointSlices, for one node and one address
 * family: {@link packetwalk.proxy.ServicePort}s and {@link packetwalk.proxy.ProxyEndpoint}s by
 * {@link packetwalk.proxy.ServicePortName}. {@link packetwalk.proxy.EndpointCategories} says which endpoints a node
 * uses for a port, {@link packetwalk.proxy.StaleFlows} which connections must be forgotten,
 * {@link packetwalk.proxy.NodeConfig} what the process was started with. All of it is values: a mode is a function of
 * them. Left out: when to synchronise, which is the process' business (packetwalk.control).
 */
@NullMarked
package packetwalk.proxy;

import org.jspecify.annotations.NullMarked;
