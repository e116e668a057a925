package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;

/**
 * The container that {@code exec} and {@code logs} mean.
 *
 * @param notice what kubectl says if it had to choose; empty if it had not
 */
record PodTarget(Pod pod, String container, String notice) {
    private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    /**
     * The one named by {@code -c}, or the one that the pod's annotation names, or the first.
     *
     * @param word {@code web} or {@code pod/web}
     */
    static PodTarget of(ApiServer api, Arguments arguments, String word) {
        String name = word.replaceFirst("^(pods?|po)/", "");
        if (name.contains("/")) {
            throw ApiFault.badRequest(arguments.verb() + " of " + name + " is not modelled; name one of its pods");
        }
        Pod pod = api.get(Pod.class, arguments.namespace(), name);
        List<String> all =
                pod.getSpec().getContainers().stream().map(Container::getName).toList();
        String list = String.join(", ", all);
        if (arguments.flag("container").isPresent()) {
            String wanted = arguments.flag("container").get();
            if (!all.contains(wanted)) {
                throw ApiFault.badRequest("container " + wanted + " is not valid for pod " + name + " out of: " + list);
            }
            return new PodTarget(pod, wanted, "");
        }
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        if (annotations != null && annotations.containsKey(DEFAULT_CONTAINER)) {
            return new PodTarget(pod, annotations.get(DEFAULT_CONTAINER), "");
        }
        String first = all.get(0);
        return new PodTarget(pod, first, all.size() > 1 ? "Defaulted container \"" + first + "\" out of: " + list : "");
    }

    /** The notice, and then the lines. */
    String print(List<String> lines) {
        String text = lines.stream().collect(Collectors.joining("\n"));
        return notice.isEmpty() ? text : notice + "\n" + text;
    }
}
