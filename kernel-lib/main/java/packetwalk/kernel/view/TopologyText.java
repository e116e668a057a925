package packetwalk.kernel.view;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.trace.At;
import packetwalk.trace.Topology;

/** A topology in words: the text twin and the alternative of its picture. */
final class TopologyText {

    private static final int MOST_MACHINES = 12;

    private TopologyText() {}

    /** One line a machine, indented ones for its namespaces. */
    static String of(Topology topology) {
        List<Topology.Machine> machines = topology.machines();
        StringBuilder text = new StringBuilder();
        for (Topology.Machine machine : machines.subList(0, Math.min(MOST_MACHINES, machines.size()))) {
            text.append(machine.name()).append('\n');
            for (Topology.Space space : machine.spaces()) {
                boolean own = space.name().equals(At.HOST_NETNS);
                text.append("  ").append(own ? "" : space.name() + ": ").append(devices(space));
                if (!space.owners().isEmpty()) {
                    text.append("  [").append(String.join(", ", space.owners())).append(']');
                }
                text.append('\n');
            }
        }
        if (machines.size() > MOST_MACHINES) {
            text.append("... and ").append(machines.size() - MOST_MACHINES).append(" more machines\n");
        }
        return text.toString().stripTrailing();
    }

    private static String devices(Topology.Space space) {
        return space.devices().stream()
                .filter(device -> !device.kind().equals("loopback"))
                .map(device -> device.name()
                        + (device.addresses().isEmpty() ? "" : " " + String.join(" ", device.addresses()))
                        + (device.bridge().isEmpty() ? "" : " on " + device.bridge()))
                .collect(Collectors.joining(", "));
    }

    /** How much of what there is, in a sentence. */
    static String alt(Topology topology) {
        String machines = topology.machines().stream()
                .limit(MOST_MACHINES)
                .map(machine -> machine.name() + pods(machine))
                .collect(Collectors.joining(", "));
        int more = topology.machines().size() - MOST_MACHINES;
        return "Network of " + topology.machines().size() + " machines: " + machines
                + (more > 0 ? " and " + more + " more" : "") + ".";
    }

    private static String pods(Topology.Machine machine) {
        List<String> pods =
                machine.spaces().stream().skip(1).map(Topology.Space::name).toList();
        return pods.isEmpty()
                ? ""
                : " with " + String.join(" and ", pods.subList(0, Math.min(4, pods.size())))
                        + (pods.size() > 4 ? " and " + (pods.size() - 4) + " more" : "");
    }
}
