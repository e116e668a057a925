package packetwalk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import packetwalk.net.IpAddress;
import packetwalk.runtime.Columns;

/** What kubectl prints of pods and nodes. */
final class Kubectl {

    private static final Pattern FORM = Pattern.compile(
            "get (?<kind>pods?|po|nodes?|no)(?: (?<name>[a-z0-9.-]+))?(?: -o ?(?<output>wide|name|jsonpath=.+))?");

    private final World world;

    Kubectl(World world) {
        this.world = world;
    }

    /** Runs {@code kubectl ARGUMENTS}. */
    String run(String arguments) {
        Matcher form = FORM.matcher(arguments.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("kubectl " + arguments + " is not modelled; there are \"get pods\" and"
                    + " \"get nodes\", with a name, -o wide, -o name or -o jsonpath={.spec.podCIDR}");
        }
        String output = form.group("output") == null ? "" : form.group("output");
        return form.group("kind").startsWith("p")
                ? pods(form.group("name"), output)
                : nodes(form.group("name"), output);
    }

    private String pods(String name, String output) {
        Pods all = new Pods(world.pods().stream()
                .filter(each -> each.namespaceName().equals("default"))
                .toList());
        List<Pod> chosen = name == null ? all : List.of(all.named(name));
        if (output.startsWith("jsonpath=")) {
            return chosen.stream().map(pod -> field(podFields(pod), output)).collect(Collectors.joining(" "));
        }
        return output.equals("name")
                ? chosen.stream().map(pod -> "pod/" + pod.name()).collect(Collectors.joining("\n"))
                : pods(chosen, output.equals("wide"));
    }

    static String pods(List<Pod> pods, boolean wide) {
        if (pods.isEmpty()) {
            return "No resources found in default namespace.";
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("NAME", "READY", "STATUS", "RESTARTS", "AGE"));
        header.addAll(wide ? List.of("IP", "NODE", "NOMINATED NODE", "READINESS GATES") : List.of());
        rows.add(header);
        for (Pod pod : pods) {
            int containers = pod.sandbox().appContainers().size();
            List<String> row = new ArrayList<>(List.of(
                    pod.name(),
                    pod.ready() + "/" + containers,
                    pod.ready() == containers ? "Running" : pod.sandbox().alive() ? "Error" : "Unknown",
                    String.valueOf(pod.sandbox().restarts()),
                    age(pod.world())));
            if (wide) {
                String ip = pod.sandbox().address().map(IpAddress::toString).orElse("<none>");
                row.addAll(List.of(ip, pod.node().name(), "<none>", "<none>"));
            }
            rows.add(row);
        }
        return Columns.print(rows, 6);
    }

    private String nodes(String name, String output) {
        List<Node> chosen = world.nodes.values().stream()
                .filter(node -> name == null || node.name().equals(name))
                .toList();
        if (name != null && chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "nodes \"" + name + "\" not found; there are " + String.join(", ", world.nodes.keySet()));
        }
        if (output.startsWith("jsonpath=")) {
            return chosen.stream().map(node -> field(nodeFields(node), output)).collect(Collectors.joining(" "));
        }
        if (output.equals("name")) {
            return chosen.stream().map(node -> "node/" + node.name()).collect(Collectors.joining("\n"));
        }
        boolean wide = output.equals("wide");
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("NAME", "STATUS", "ROLES", "AGE"));
        header.addAll(wide ? List.of("INTERNAL-IP", "EXTERNAL-IP") : List.of());
        rows.add(header);
        for (Node node : chosen) {
            List<String> row = new ArrayList<>(List.of(node.name(), "Ready", "<none>", age(world)));
            row.addAll(wide ? List.of(node.address().toString(), "<none>") : List.of());
            rows.add(row);
        }
        return Columns.print(rows, 6);
    }

    private static Map<String, String> podFields(Pod pod) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(".metadata.name", pod.name());
        fields.put(".spec.nodeName", pod.node().name());
        fields.put(
                ".status.podIP",
                pod.sandbox().address().map(IpAddress::toString).orElse(""));
        fields.put(".status.hostIP", pod.node().address().toString());
        return fields;
    }

    private static Map<String, String> nodeFields(Node node) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(".metadata.name", node.name());
        fields.put(".spec.podCIDR", node.podCidr().toString());
        fields.put(".spec.podCIDRs[0]", node.podCidr().toString());
        fields.put(".status.addresses[0].address", node.address().toString());
        return fields;
    }

    /** {@code jsonpath={.spec.podCIDR}}, with {@code .items[*]} in front or not, quoted or not. */
    private static String field(Map<String, String> fields, String output) {
        String path =
                output.substring("jsonpath=".length()).replaceAll("['\"{}]", "").replace(".items[*]", "");
        String value = fields.get(path);
        if (value == null) {
            throw new IllegalArgumentException(
                    "jsonpath " + path + " is not modelled; there are " + String.join(", ", fields.keySet()));
        }
        return value;
    }

    /** Kubernetes' duration.HumanDuration, for clusters that are seconds to days old. */
    private static String age(World world) {
        Duration age = Duration.ofNanos(world.fabric.simulation().now());
        if (age.toSeconds() < 120) {
            return age.toSeconds() + "s";
        }
        if (age.toMinutes() < 10) {
            return age.toMinutes() + "m" + (age.toSecondsPart() == 0 ? "" : age.toSecondsPart() + "s");
        }
        if (age.toHours() < 3) {
            return age.toMinutes() + "m";
        }
        return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
