package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;
import packetwalk.apiserver.ApiServer;

/** {@code kubectl rollout status} and {@code restart} of Deployments; status says how it stands and does not wait. */
final class Rollout {
    private final ApiServer api;

    Rollout(ApiServer api) {
        this.api = api;
    }

    String run(Arguments arguments) {
        List<String> words = arguments.rest();
        if (words.size() < 2 || !List.of("status", "restart").contains(words.get(0))) {
            throw ApiFault.badRequest("kubectl rollout has status and restart here, each of a Deployment:"
                    + " rollout status deployment/web");
        }
        Arguments objects = new Arguments(words, arguments.flags());
        return Selection.of(api, objects).objects().stream()
                .map(object -> one(words.get(0), object))
                .collect(Collectors.joining("\n"));
    }

    private String one(String what, HasMetadata object) {
        if (!(object instanceof Deployment deployment)) {
            throw ApiFault.badRequest(
                    "kubectl rollout " + what + " is modelled for Deployments, not for " + Get.name(object));
        }
        return what.equals("status") ? status(deployment) : restart(deployment);
    }

    private static String status(Deployment deployment) {
        String waiting = "Waiting for deployment \"" + deployment.getMetadata().getName() + "\" rollout to finish: ";
        Long observed = deployment.getStatus().getObservedGeneration();
        if (observed == null || observed < deployment.getMetadata().getGeneration()) {
            return "Waiting for deployment spec update to be observed...";
        }
        int wanted = Text.number(deployment.getSpec().getReplicas());
        int updated = Text.number(deployment.getStatus().getUpdatedReplicas());
        int all = Text.number(deployment.getStatus().getReplicas());
        int available = Text.number(deployment.getStatus().getAvailableReplicas());
        if (isLate(deployment)) {
            return "error: deployment \"" + deployment.getMetadata().getName() + "\" exceeded its progress deadline";
        }
        if (updated < wanted) {
            return waiting + updated + " out of " + wanted + " new replicas have been updated...";
        }
        if (all > updated) {
            return waiting + (all - updated) + " old replicas are pending termination...";
        }
        return available < updated
                ? waiting + available + " of " + updated + " updated replicas are available..."
                : "deployment \"" + deployment.getMetadata().getName() + "\" successfully rolled out";
    }

    private static boolean isLate(Deployment deployment) {
        return deployment.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Progressing")
                        && Objects.equals(condition.getReason(), "ProgressDeadlineExceeded"));
    }

    private String restart(Deployment deployment) {
        api.update(new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editOrNewMetadata()
                .addToAnnotations("kubectl.kubernetes.io/restartedAt", api.timestamp())
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
        return Get.name(deployment) + " restarted";
    }
}
