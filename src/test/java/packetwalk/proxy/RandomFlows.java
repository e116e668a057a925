package packetwalk.proxy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Connections of a node: to what Services there are at first, by endpoints that stay, go, or never were. */
final class RandomFlows {

    private RandomFlows() {}

    static List<String> of(Chance chance, ProxyView view) {
        Set<String> flows = new LinkedHashSet<>();
        view.ports().forEach((name, port) -> {
            String client = port.clusterIp().toString().indexOf(':') < 0 ? "10.180.0.77" : "[fd00:10:180::77]";
            List<String> targets = new ArrayList<>(List.of(text(port.clusterIp().toString(), port.port())));
            port.externalIps().forEach(ip -> targets.add(text(ip.toString(), port.port())));
            port.loadBalancerVips().forEach(ip -> targets.add(text(ip.toString(), port.port())));
            if (port.nodePort() != 0) {
                targets.add(text(
                        port.clusterIp().toString().indexOf(':') < 0 ? "192.168.0.2" : "2001:db8::2", port.nodePort()));
            }
            List<String> ends = new ArrayList<>(
                    view.endpoints(name).stream().map(ProxyEndpoint::toString).toList());
            ends.add(client + ":5353");
            for (String target : targets) {
                String protocol = chance.oneIn(5) ? "tcp" : name.lowerCaseProtocol();
                if (!protocol.equals("sctp")) {
                    flows.add(protocol + " " + client + ":" + (40_000 + flows.size()) + " " + target + " "
                            + chance.of(ends));
                }
            }
        });
        return List.copyOf(flows);
    }

    private static String text(String ip, int port) {
        return ip.indexOf(':') < 0 ? ip + ":" + port : "[" + ip + "]:" + port;
    }
}
