package packetwalk;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import packetwalk.control.ClusterDns;
import packetwalk.kubectl.Machines;
import packetwalk.program.dns.ResolvConf;
import packetwalk.time.Simulation;
import packetwalk.tools.line.CommandLine;
import packetwalk.tools.line.Word;

/** What kubectl learns of this cluster's machines, and does on them. */
final class ClusterMachines implements Machines {

    private final World world;

    ClusterMachines(World world) {
        this.world = world;
    }

    @Override
    public Node reported(Node node) {
        return world.plane.nodes().heartbeats().reported(node);
    }

    @Override
    public Optional<Instant> leaseRenewed(String node) {
        return world.plane.nodes().heartbeats().leaseRenewed(node);
    }

    /** Containers of a pod share its network, and have no other files than that: all of them have the same tools. */
    @Override
    public String exec(Pod pod, String container, String command) {
        packetwalk.Pod running = world.pods().stream()
                .filter(each -> each.object()
                        .getMetadata()
                        .getUid()
                        .equals(pod.getMetadata().getUid()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "pod " + pod.getMetadata().getName() + " runs on no node; advance() some time"));
        List<String> words = CommandLine.typed(command).stream().map(Word::text).toList();
        List<String> operands =
                words.stream().skip(1).filter(word -> !word.startsWith("-")).toList();
        return switch (words.get(0)) {
            case "curl" -> running.get(only(operands, command, "curl URL")).output();
            case "ping" -> ping(running, words, command);
            case "cat" ->
                file(running, only(operands, command, "cat FILE"))
                        .orElseGet(() -> running.sh(command).text());
            default -> running.sh(command).text();
        };
    }

    private packetwalk.Pod running(Pod pod) {
        return world.pods().stream()
                .filter(each -> each.object()
                        .getMetadata()
                        .getUid()
                        .equals(pod.getMetadata().getUid()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "pod " + pod.getMetadata().getName() + " runs on no node; advance() some time"));
    }

    @Override
    public List<String> log(Pod pod, String container) {
        return running(pod).sandbox().container(container).log();
    }

    /** What the kubelet wrote for a pod's programs to know names by. */
    private Optional<String> file(packetwalk.Pod pod, String path) {
        return switch (path) {
            case "/etc/resolv.conf" ->
                pod.names().resolvConf().map(ResolvConf::text).map(String::stripTrailing);
            case "/etc/hosts" ->
                Optional.of(world.dns)
                        .filter(ClusterDns::installed)
                        .map(dns ->
                                dns.files().hosts(pod.object(), pod.address()).stripTrailing());
            default -> Optional.empty();
        };
    }

    private static String ping(packetwalk.Pod pod, List<String> words, String command) {
        if (words.size() != 4 || !words.subList(1, 3).equals(List.of("-c", "1"))) {
            throw new IllegalArgumentException(command + " is not modelled; there is ping -c 1 HOST");
        }
        return pod.ping(words.get(3)).output();
    }

    private static String only(List<String> operands, String command, String usage) {
        if (operands.size() != 1) {
            throw new IllegalArgumentException(command + " is not modelled; there is " + usage);
        }
        return operands.get(0);
    }

    @Override
    public boolean await(BooleanSupplier done, Duration most) {
        Simulation simulation = world.fabric.simulation();
        return done.getAsBoolean() || simulation.runUntil(done, simulation.now() + most.toNanos());
    }
}
