package packetwalk.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.api.ApiFault;
import packetwalk.api.Json;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.api.Manifests;
import packetwalk.apiserver.ApiServer;
import packetwalk.apiserver.Restored;

/**
 * What an API server holds at some moment, and what is asked about it.
 *
 * @param now a whole second
 * @param objects all of them
 * @param leases by node, when it was last renewed
 * @param commands without the word {@code kubectl}; no quotes
 */
record Situation(Instant now, List<HasMetadata> objects, Map<String, Instant> leases, List<String> commands) {

    /** A cluster as it is now, and every question about every object of it. */
    static Situation of(Cluster cluster) {
        ApiServer api = Inside.api(cluster);
        List<HasMetadata> objects = new ArrayList<>();
        List<String> commands = new ArrayList<>(List.of("get all", "get all -A -o wide"));
        Map<String, Instant> leases = new TreeMap<>();
        Machines machines = Inside.machines(cluster);
        for (Kind<?> kind : Kinds.all()) {
            List<? extends HasMetadata> all = api.list(kind.type());
            all.forEach(object -> objects.add(object instanceof Node node ? machines.reported(node) : object));
            commands.add("get " + kind.plural());
            commands.add("get " + kind.plural() + " -A -o wide");
            commands.add("get " + kind.plural() + " -A --show-labels");
            if (!kind.equals(Kinds.EVENT)) {
                all.forEach(object -> about(kind, object, commands));
            }
        }
        api.list(Node.class).forEach(node -> {
            String name = node.getMetadata().getName();
            machines.leaseRenewed(name).ifPresent(renewed -> leases.put(name, renewed));
        });
        return new Situation(api.now(), objects, leases, commands);
    }

    private static void about(Kind<?> kind, HasMetadata object, List<String> commands) {
        String words = kind.singular() + " " + object.getMetadata().getName();
        String where = kind.namespaced() ? " -n " + object.getMetadata().getNamespace() : "";
        commands.add("describe " + words + where);
        commands.add("get " + words + where + " -o yaml");
        if (List.of(Kinds.DEPLOYMENT, Kinds.DAEMON_SET, Kinds.STATEFUL_SET).contains(kind)) {
            commands.add("rollout status --watch=false " + words + where);
        }
    }

    Situation and(String... more) {
        List<String> all = new ArrayList<>(commands);
        all.addAll(List.of(more));
        return new Situation(now, objects, leases, all);
    }

    /** One line, in the words of {@code src/test/go/kubectl}. */
    String toJson() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("now", now.toString());
        ArrayNode list = tree.putArray("objects");
        objects.forEach(object -> list.add(Json.tree(object)));
        ArrayNode renewed = tree.putArray("leases");
        leases.forEach((node, at) -> lease(renewed.addObject(), node, at));
        commands.forEach(tree.putArray("commands")::add);
        return Json.compact(tree);
    }

    private static void lease(ObjectNode lease, String node, Instant renewed) {
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata").put("name", node).put("namespace", "kube-node-lease");
        lease.putObject("spec").put("holderIdentity", node).put("renewTime", renewed.toString());
    }

    static Situation parse(String json) {
        JsonNode tree = Json.parse(json);
        List<HasMetadata> objects = new ArrayList<>();
        tree.get("objects").forEach(object -> objects.add(Manifests.object(object)));
        Map<String, Instant> leases = new TreeMap<>();
        tree.get("leases")
                .forEach(lease -> leases.put(
                        lease.at("/metadata/name").textValue(),
                        Instant.parse(lease.at("/spec/renewTime").textValue())));
        return new Situation(
                Instant.parse(tree.get("now").textValue()),
                objects,
                leases,
                StreamSupport.stream(tree.get("commands").spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList());
    }

    /** What ours prints to each command; what it says where it refuses one. */
    List<String> answers() {
        Kubectl kubectl = new Kubectl(Restored.at(now, objects), new KeptMachines(leases));
        return commands.stream().map(command -> answer(kubectl, command)).toList();
    }

    private static String answer(Kubectl kubectl, String command) {
        try {
            return kubectl.run(command);
        } catch (ApiFault refused) {
            return refused.getMessage();
        }
    }

    /** What the judge said, without what stands before a refusal and the end of the last line. */
    static List<String> answers(String json) {
        return StreamSupport.stream(Json.parse(json).spliterator(), false)
                .map(text ->
                        text.textValue().stripTrailing().replaceFirst("^(error|Error from server( \\(\\w+\\))?): ", ""))
                .toList();
    }

    /** Machines of which only the leases are known. */
    private record KeptMachines(Map<String, Instant> leases) implements Machines {
        @Override
        public Node reported(Node node) {
            return node;
        }

        @Override
        public Optional<Instant> leaseRenewed(String node) {
            return Optional.ofNullable(leases.get(node));
        }

        @Override
        public String exec(Pod pod, String container, String command) {
            return NONE.exec(pod, container, command);
        }

        @Override
        public List<String> log(Pod pod, String container) {
            return NONE.log(pod, container);
        }

        @Override
        public boolean await(BooleanSupplier done, Duration most) {
            return done.getAsBoolean();
        }
    }
}
