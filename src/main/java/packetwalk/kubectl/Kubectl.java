package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;
import packetwalk.runtime.Columns;

/**
 * {@code kubectl}, without the wire: a command line in, what it prints out. What the API server refuses is an {@link
 * ApiFault} with its words.
 */
public final class Kubectl {
    /** The one that is built into kubectl of {@link ApiServer#VERSION}. */
    private static final String KUSTOMIZE = "v5.8.1";

    private final ApiServer api;
    private final Machines machines;

    /** A kubectl that talks to {@code api}, and cannot reach what runs anywhere. */
    public Kubectl(ApiServer api) {
        this(api, Machines.NONE);
    }

    /** A kubectl that talks to {@code api}, and by it to {@code machines}. */
    public Kubectl(ApiServer api, Machines machines) {
        this.api = Objects.requireNonNull(api, "api");
        this.machines = Objects.requireNonNull(machines, "machines");
    }

    /** What {@code get pods -o wide} prints of these pods. */
    public String pods(List<Pod> pods) {
        List<List<String>> rows = new ArrayList<>(List.of(PodRows.TABLE.headings(true)));
        pods.forEach(pod -> rows.add(PodRows.TABLE.cells(pod, api.now(), true)));
        return Columns.print(rows, Get.LEAST_WIDTH);
    }

    /**
     * Runs {@code kubectl ARGUMENTS}.
     *
     * @param arguments {@code get pods -o wide}; quotes as in a shell
     * @return what it prints, without the last line's end
     */
    public String run(String arguments) {
        return run(arguments, "");
    }

    /**
     * Runs {@code kubectl ARGUMENTS} with a manifest.
     *
     * @param manifest what {@code -f -} reads; {@code apply} and {@code delete} take nothing else for a file
     */
    public String run(String arguments, String manifest) {
        Arguments read = Arguments.parse(arguments);
        return switch (read.verb()) {
            case "get" -> new Get(api, machines).run(read);
            case "describe" -> new Describe(api, machines).run(read);
            case "apply", "create" -> new Verbs(api).apply(read, manifest);
            case "delete" -> new Verbs(api).delete(read, manifest);
            case "scale" -> new Verbs(api).scale(read);
            case "label" -> new Verbs(api).label(read);
            case "patch" -> new Verbs(api).patch(read);
            case "cordon", "uncordon", "drain" -> new NodeVerbs(api).run(read);
            case "rollout" -> new Rollout(api).run(read);
            case "convert" -> Verbs.convert(read, manifest);
            case "wait" -> new Wait(api, machines).run(read);
            case "exec" -> new Exec(api, machines).run(read);
            case "logs" -> new Exec(api, machines).logs(read);
            case "api-resources" -> ApiResources.run(read);
            case "version" -> version(read);
            default ->
                throw ApiFault.badRequest("kubectl " + read.verb() + " is not modelled; there are get, describe, apply,"
                        + " delete, scale, label, patch, cordon, uncordon, drain, rollout, convert, wait, exec, logs, api-resources"
                        + " and version");
        };
    }

    private static String version(Arguments arguments) {
        String client = "Client Version: " + ApiServer.VERSION + "\nKustomize Version: " + KUSTOMIZE;
        return arguments.has("client") ? client : client + "\nServer Version: " + ApiServer.VERSION;
    }
}
