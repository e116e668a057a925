package packetwalk.facts;

import java.util.List;
import packetwalk.Cluster;
import packetwalk.trace.Topology;

/** Finds devices in a cluster's topology. */
final class Devices {

    private Devices() {}

    /** Names of the devices in a namespace. */
    static List<String> of(Cluster cluster, String machine, String netns) {
        return cluster.topology().machines().stream()
                .filter(each -> each.name().equals(machine))
                .flatMap(each -> each.spaces().stream())
                .filter(space -> space.name().equals(netns))
                .flatMap(space -> space.devices().stream())
                .map(Topology.Device::name)
                .toList();
    }

    /** The machine's end of the pair whose other end is in namespace {@code netns}. */
    static String port(Cluster cluster, String netns) {
        return end(cluster, netns + "/").name();
    }

    /** The MAC address of the pair's end that is in namespace {@code netns}. */
    static String mac(Cluster cluster, String netns) {
        String outer = port(cluster, netns);
        return end(cluster, "host/" + outer).mac();
    }

    private static Topology.Device end(Cluster cluster, String peer) {
        return cluster.topology().machines().stream()
                .flatMap(machine -> machine.spaces().stream())
                .flatMap(space -> space.devices().stream())
                .filter(device -> device.peer().startsWith(peer))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pair ends at " + peer + " in " + cluster.topology()));
    }
}
