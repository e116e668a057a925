package packetwalk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.fabric.Fabric;
import packetwalk.fabric.Machine;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Cidr;
import packetwalk.program.Result;
import packetwalk.runtime.ContainerInstance;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.trace.DropReason;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;

/** Everything that was built, for the handles to share. */
final class World {

    final Fabric fabric;
    final Machine router;
    final Cidr clusterCidr;
    final Cidr serviceCidr;
    final Map<String, Node> nodes = new LinkedHashMap<>();
    final Map<String, Pod> pods = new LinkedHashMap<>();
    final Map<String, DockerHost> dockerHosts = new LinkedHashMap<>();
    final Map<String, Machine> outsideRouters = new LinkedHashMap<>();
    final Map<String, Machine> outsideHosts = new LinkedHashMap<>();
    final Map<Machine, List<Owner>> hostProcesses = new LinkedHashMap<>();

    World(Fabric fabric, Machine router, Cidr clusterCidr, Cidr serviceCidr) {
        this.fabric = fabric;
        this.router = router;
        this.clusterCidr = clusterCidr;
        this.serviceCidr = serviceCidr;
    }

    /** Runs a program and watches: until it has ended and no packet is in flight any more. */
    Walk walk(String command, String from, Supplier<Result> program) {
        fabric.trace().start();
        Result result;
        List<Step> steps;
        try {
            result = program.get();
            fabric.simulation().settle();
        } finally {
            steps = fabric.trace().stop();
        }
        Outcome outcome = unknown(steps).orElse(result.outcome());
        return new Walk(command, from, steps, outcome, result.output(), topology());
    }

    /** What the engine does not model is never taken for an answer. */
    private static Optional<Outcome> unknown(List<Step> steps) {
        return steps.stream()
                .filter(Step.Dropped.class::isInstance)
                .map(Step.Dropped.class::cast)
                .filter(drop -> drop.dropReason() == DropReason.UNKNOWN)
                .findFirst()
                .map(drop -> new Outcome(Outcome.Kind.UNKNOWN, drop.detail() + " (" + drop.decision() + ")"));
    }

    Topology topology() {
        Map<NetworkNamespace, List<String>> owners = new HashMap<>();
        for (ContainerRuntime runtime : runtimes()) {
            for (ContainerInstance container : runtime.containers()) {
                if (container.running()) {
                    owners.computeIfAbsent(container.namespace(), any -> new ArrayList<>())
                            .add(container.label());
                }
            }
        }
        hostProcesses.forEach((machine, processes) -> owners.computeIfAbsent(machine.host(), any -> new ArrayList<>())
                .addAll(processes.stream().map(Owner::name).toList()));
        return fabric.topology(namespace -> owners.getOrDefault(namespace, List.of()));
    }

    private List<ContainerRuntime> runtimes() {
        List<ContainerRuntime> all = new ArrayList<>();
        nodes.values().forEach(node -> all.add(node.runtime()));
        dockerHosts.values().forEach(host -> all.add(host.runtime()));
        return all;
    }
}
