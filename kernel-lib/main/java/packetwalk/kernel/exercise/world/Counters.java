package packetwalk.kernel.exercise.world;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.Cluster;
import packetwalk.Node;

/** What the rules of all nodes have counted, as {@code iptables -S -v} prints it. */
final class Counters {

    private static final Pattern DNAT =
            Pattern.compile("-A KUBE-SEP-.* --comment \"?(?<port>[^\"\\s]+)\"? .*-c (?<packets>\\d+) \\d+ -j DNAT .*");

    private Counters() {}

    /**
     * How many packets kube-proxy's rules have sent to a pod of {@code port}: of each connection the first.
     *
     * @param port as kube-proxy names it, {@code default/shop} or {@code default/shop:http}
     */
    static long dnats(Cluster cluster, String port) {
        long packets = 0;
        for (Node node : cluster.nodes()) {
            for (String line : node.iptables("-t nat -S -v").lines()) {
                Matcher rule = DNAT.matcher(line);
                if (rule.matches() && rule.group("port").equals(port)) {
                    packets += Long.parseLong(rule.group("packets"));
                }
            }
        }
        return packets;
    }
}
