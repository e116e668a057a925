package packetwalk.trace;

import java.util.List;

/**
 * What stands where, as data: what a picture is drawn from. Names are those that steps use in {@link At}.
 *
 * @param machines in the order in which they were added, the router first
 * @param segments the wires between machines
 */
public record Topology(List<Machine> machines, List<Segment> segments) {

    public static final Topology EMPTY = new Topology(List.of(), List.of());

    public Topology {
        machines = List.copyOf(machines);
        segments = List.copyOf(segments);
    }

    /** One line: its parts are many, and a picture shows them. */
    @Override
    public String toString() {
        return count(machines.size(), "machine") + ", " + count(segments.size(), "segment");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** What a machine is for. */
    public enum Kind {
        ROUTER,
        NODE,
        DOCKER_HOST,
        OUTSIDE_HOST,
        BALANCER
    }

    /**
     * A machine.
     *
     * @param name as in {@link At#host}
     * @param spaces its network namespaces, its own ({@link At#HOST_NETNS}) first
     */
    public record Machine(String name, Kind kind, List<Space> spaces) {
        public Machine {
            spaces = List.copyOf(spaces);
        }
    }

    /**
     * A network namespace.
     *
     * @param name as in {@link At#netns}
     * @param owners the containers or processes in it, for people: {@code pause}, {@code nginx :80}
     */
    public record Space(String name, List<Device> devices, List<String> owners) {
        public Space {
            devices = List.copyOf(devices);
            owners = List.copyOf(owners);
        }
    }

    /**
     * A network device.
     *
     * @param kind {@code loopback}, {@code veth}, {@code bridge} or {@code nic}
     * @param addresses with prefix lengths
     * @param bridge the bridge that it is a port of, in the same namespace, or empty
     * @param peer the other end of a veth as {@code netns/device} on the same machine, or empty
     */
    public record Device(
            String name, String kind, String mac, List<String> addresses, boolean up, String bridge, String peer) {
        public Device {
            addresses = List.copyOf(addresses);
        }
    }

    /** A layer-2 segment and the {@code machine/device} pairs on it. */
    public record Segment(String name, List<End> ends) {
        public Segment {
            ends = List.copyOf(ends);
        }
    }

    /** A machine's device on a segment. */
    public record End(String machine, String device) {}
}
