/**
 * kube-proxy in iptables mode: (Services, slices, node) to the text that {@code iptables-restore} is fed.
 *
 * <p>{@link packetwalk.proxy.iptables.IptablesProxier#sync} is upstream's {@code syncProxyRules}, cut by subject. For
 * each Service's port, ServiceTraffic decides (who can be reached, by which chain, and what of the rest);
 * PortalRules write what catches its addresses, ServiceChains what lies behind them (KUBE-SVC, KUBE-SVL, KUBE-EXT,
 * KUBE-FW), EndpointChains the choice and the endpoints (KUBE-SEP). FixedRules are those of every node, and
 * {@link packetwalk.proxy.iptables.Jump}s lead to all of them from the kernel's own chains. Names, order, comments and
 * spelling are kube-proxy's: the real one judges them ({@code ./packetwalk agree --kube-proxy}).
 *
 * <p>Left out: running it. The text is applied by the node's own {@code iptables-restore --noflush --counters}.
 */
@NullMarked
package packetwalk.proxy.iptables;

import org.jspecify.annotations.NullMarked;
