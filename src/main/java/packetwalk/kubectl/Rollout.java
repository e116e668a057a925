package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;

/**
 * {@code kubectl rollout status} and {@code restart} of Deployments, DaemonSets and StatefulSets; {@code history} and
 * {@code undo} of Deployments, whose ReplicaSets are their history. A DaemonSet and a StatefulSet would have theirs in
 * ControllerRevisions, of which there are none. {@code status} says how it stands and does not wait.
 */
final class Rollout {
    private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

    private final ApiServer api;

    Rollout(ApiServer api) {
        this.api = api;
    }

    String run(Arguments arguments) {
        List<String> words = arguments.rest();
        if (words.size() < 2 || !List.of("status", "restart", "history", "undo").contains(words.get(0))) {
            throw ApiFault.badRequest(
                    "kubectl rollout has status, restart, history and undo here: rollout status" + " deployment/web");
        }
        Arguments objects = new Arguments(words, arguments.flags());
        return Selection.of(api, Machines.NONE, objects).objects().stream()
                .map(object -> one(words.get(0), object, arguments))
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private String one(String what, HasMetadata object, Arguments arguments) {
        return switch (what) {
            case "status" -> RolloutStatus.of(object);
            case "restart" -> restart(object);
            case "history" -> RolloutHistory.of(api, deployment(what, object)).print(number(arguments, "revision"));
            default -> RolloutHistory.of(api, deployment(what, object)).undo(number(arguments, "to-revision"));
        };
    }

    private static Deployment deployment(String what, HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return deployment;
        }
        throw ApiFault.badRequest("kubectl rollout " + what + " is modelled for Deployments, not for "
                + Get.name(object) + ": it would need ControllerRevisions");
    }

    private static long number(Arguments arguments, String flag) {
        String text = arguments.flag(flag).orElse("0");
        if (!text.matches("\\d{1,18}")) {
            throw ApiFault.badRequest("revision must be a positive integer: " + text);
        }
        return Long.parseLong(text);
    }

    private String restart(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            api.update(new DeploymentBuilder(deployment)
                    .editSpec()
                    .withTemplate(restarted(deployment.getSpec().getTemplate()))
                    .endSpec()
                    .build());
        } else if (object instanceof DaemonSet daemons) {
            api.update(new DaemonSetBuilder(daemons)
                    .editSpec()
                    .withTemplate(restarted(daemons.getSpec().getTemplate()))
                    .endSpec()
                    .build());
        } else if (object instanceof StatefulSet set) {
            api.update(new StatefulSetBuilder(set)
                    .editSpec()
                    .withTemplate(restarted(set.getSpec().getTemplate()))
                    .endSpec()
                    .build());
        } else {
            throw ApiFault.badRequest(Get.name(object) + " restarting is not supported");
        }
        return Get.name(object) + " restarted";
    }

    private PodTemplateSpec restarted(PodTemplateSpec template) {
        return new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .addToAnnotations(RESTARTED, api.timestamp())
                .endMetadata()
                .build();
    }
}
