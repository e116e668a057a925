package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;

/**
 * cordon, uncordon, drain. A drain evicts and comes back at once: the pods stop as virtual time passes, where kubectl would
 * wait for them.
 */
final class NodeVerbs {
    private final ApiServer api;

    NodeVerbs(ApiServer api) {
        this.api = api;
    }

    String run(Arguments arguments) {
        if (arguments.rest().isEmpty()) {
            throw ApiFault.badRequest("USAGE: " + arguments.verb() + " NODE [flags]");
        }
        List<String> lines = new ArrayList<>();
        for (String word : arguments.rest()) {
            String name = word.replaceFirst("^(nodes?|no)/", "");
            lines.add(cordon(name, !arguments.verb().equals("uncordon")));
            if (arguments.verb().equals("drain")) {
                drain(name, arguments, lines);
            }
        }
        return String.join("\n", lines);
    }

    private String cordon(String name, boolean cordoned) {
        Node before = api.get(Node.class, "", name);
        Node after = api.update(new NodeBuilder(before)
                .editOrNewSpec()
                .withUnschedulable(cordoned ? Boolean.TRUE : null)
                .endSpec()
                .build());
        String done = cordoned ? "cordoned" : "uncordoned";
        return "node/" + name + (after.equals(before) ? " already " : " ") + done;
    }

    private void drain(String name, Arguments arguments, List<String> lines) {
        List<Pod> pods = api.podsOn(name).stream().filter(pod -> !isMirror(pod)).toList();
        List<Pod> daemons =
                pods.stream().filter(pod -> isOwnedBy(pod, "DaemonSet")).toList();
        List<Pod> lonely = pods.stream().filter(pod -> owner(pod).isEmpty()).toList();
        List<String> refusals = new ArrayList<>();
        if (!daemons.isEmpty() && !arguments.has("ignore-daemonsets")) {
            refusals.add("cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): " + names(daemons));
        }
        if (!lonely.isEmpty() && !arguments.has("force")) {
            refusals.add("cannot delete Pods that declare no controller (use --force to override): " + names(lonely));
        }
        if (!refusals.isEmpty()) {
            String list = refusals.size() == 1 ? refusals.get(0) : "[" + String.join(", ", refusals) + "]";
            throw ApiFault.badRequest("unable to drain node \"" + name + "\" due to error: " + list);
        }
        if (!daemons.isEmpty()) {
            lines.add("Warning: ignoring DaemonSet-managed Pods: " + names(daemons));
        }
        boolean waits = false;
        for (Pod pod : pods) {
            if (!daemons.contains(pod)) {
                lines.add("evicting pod " + pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName());
                api.delete(
                        Pod.class,
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName());
                waits = true;
            }
        }
        if (!waits) {
            lines.add("node/" + name + " drained");
        }
    }

    private static boolean isMirror(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey("kubernetes.io/config.mirror");
    }

    private static boolean isOwnedBy(Pod pod, String kind) {
        return owner(pod).filter(owner -> owner.getKind().equals(kind)).isPresent();
    }

    private static Optional<OwnerReference> owner(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    private static String names(List<Pod> pods) {
        return pods.stream()
                .map(pod -> pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getName())
                .collect(Collectors.joining(", "));
    }
}
