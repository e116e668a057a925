package packetwalk.linux;

import java.util.HashMap;
import java.util.Map;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteQuery;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.linux.sysctl.DeviceConf;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.trace.Step;

/** "Send it to that router instead": ICMP redirects, told and heard; net/ipv4/route.c, RFC 1122 3.2.2.2. */
final class Redirects {

    /** {@code net.ipv4.route.redirect_number}: so many are sent to one that takes no notice. */
    private static final int NUMBER = 9;

    /** {@code net.ipv4.route.redirect_load}, 20 ms: the time between the first two, doubled each time. */
    private static final long LOAD = 20_000_000L;

    /** {@code net.ipv4.route.redirect_silence}: after so long without a packet it is told again. */
    private static final long SILENCE = LOAD << 10;

    /** How often one sender was told: Linux {@code struct inet_peer}. */
    private record Peer(int redirects, long last) {}

    private final Map<IpAddress, Peer> peers = new HashMap<>();
    private final NetworkNamespace namespace;
    private final Icmp icmp;

    Redirects(NetworkNamespace namespace, Icmp icmp) {
        this.namespace = namespace;
        this.icmp = icmp;
    }

    /** The packet goes back to the link that it came from: {@code ip_rt_send_redirect()}. */
    void send(Skb skb) {
        long now = namespace.simulation().now();
        IpAddress sender = skb.packet().src();
        Peer peer = peers.getOrDefault(sender, new Peer(0, now));
        if (now > peer.last() + SILENCE) {
            peer = new Peer(0, now);
        }
        if (peer.redirects() >= NUMBER) {
            peers.put(sender, new Peer(peer.redirects(), now));
            return;
        }
        if (peer.redirects() == 0 || now > peer.last() + (LOAD << peer.redirects())) {
            icmp.redirect(skb, skb.route().nextHop(skb.packet().dst()));
            peers.put(sender, new Peer(peer.redirects() + 1, now));
        }
    }

    /** A router says that another one is nearer to where {@code error}'s cause went: {@code __ip_do_redirect()}. */
    void receive(Skb skb, IcmpError error) {
        Packet cause = error.cause();
        IpAddress oldGateway = skb.packet().src();
        IpAddress gateway = error.gateway();
        Route route = namespace
                .ipv4()
                .outputRouting()
                .lookup(RouteQuery.output(cause, 0))
                .route();
        boolean ofUs = route.type() == RouteType.UNICAST
                && route.via().filter(oldGateway::equals).isPresent();
        if (!ofUs) {
            ignored(skb, route, "packets to " + cause.dst() + " do not go by " + oldGateway);
            return;
        }
        String objection = objection(route.dev(), gateway, oldGateway);
        if (!objection.isEmpty()) {
            ignored(skb, route, objection);
            return;
        }
        NetDevice device = namespace.device(route.dev()).orElseThrow();
        if (!namespace.neighbours().isValid(device, gateway)) {
            // the next redirect will be believed, if somebody is there
            namespace.neighbours().ask(device, gateway);
            ignored(skb, route, "ARP asks for " + gateway + " first");
            return;
        }
        Route way = namespace.ipv4().outputRouting().base(RouteQuery.output(cause, 0));
        long now = namespace.simulation().now();
        namespace.fib().exceptions().redirect(way, cause.dst(), gateway, now);
        namespace
                .trace()
                .socket(skb.id(), skb.packet(), "redirected", cause.dst() + " via " + gateway, "by ICMP redirect");
    }

    /** Why the new gateway is not believed in; empty if it is. */
    private String objection(String device, IpAddress gateway, IpAddress oldGateway) {
        DeviceConf conf = namespace.sysctls().conf(device);
        if (gateway.equals(oldGateway)) {
            return "the gateway is the same";
        }
        if (!conf.acceptsRedirects()) {
            return "net.ipv4.conf." + device + ".accept_redirects = 0";
        }
        if (conf.on(Devconf.SHARED_MEDIA)) {
            return namespace.addressType(gateway) == RouteType.UNICAST ? "" : gateway + " is no router's address";
        }
        if (!namespace.onLink(device, gateway, oldGateway)) {
            return gateway + " is not on the link of " + device;
        }
        boolean secure = conf.on(Devconf.SECURE_REDIRECTS);
        return secure && !isDefaultGateway(device, gateway) ? gateway + " is no default gateway" : "";
    }

    /** {@code ip_fib_check_default()}: whether some route leads through it. */
    private boolean isDefaultGateway(String device, IpAddress gateway) {
        return namespace.fib().tables().stream()
                .flatMap(table -> table.routes().stream())
                .flatMap(route -> route.nexthops().stream())
                .anyMatch(hop -> hop.dev().equals(device)
                        && hop.via().filter(gateway::equals).isPresent());
    }

    private void ignored(Skb skb, Route route, String why) {
        namespace.trace().notDone(skb.id(), skb.packet(), Step.Layer.ROUTING, "redirected", route, why);
    }
}
