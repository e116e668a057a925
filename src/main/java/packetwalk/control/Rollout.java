package packetwalk.control;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a Deployment's new and old ReplicaSets may grow and shrink in one step of a rolling update:
 * pkg/controller/deployment/rolling.go and util/deployment_util.go.
 *
 * @param replicas what the Deployment asks for, 0 or more
 * @param maxSurge how many pods beyond that there may be
 * @param maxUnavailable how many of them may be missing; never both 0
 */
record Rollout(int replicas, int maxSurge, int maxUnavailable) {

    private static final IntOrString QUARTER = new IntOrString("25%");

    /** Percentages are of {@code replicas}: the surge rounded up, what may be missing rounded down. */
    static Rollout of(int replicas, @Nullable IntOrString surge, @Nullable IntOrString unavailable) {
        int above = count(Objects.requireNonNullElse(surge, QUARTER), replicas, true);
        int below = count(Objects.requireNonNullElse(unavailable, QUARTER), replicas, false);
        return new Rollout(replicas, above, above == 0 && below == 0 ? 1 : below);
    }

    /** A number as it is, {@code 25%} as so many of {@code all}, rounded up or down: {@code GetScaledValueFromIntOrPercent()}. */
    static int count(IntOrString amount, int all, boolean up) {
        if (amount.getStrVal() == null) {
            return amount.getIntVal();
        }
        int percent = Integer.parseInt(amount.getStrVal().replace("%", ""));
        return up ? (percent * all + 99) / 100 : percent * all / 100;
    }

    /**
     * How many pods the new ReplicaSet should ask for now: {@code NewRSNewReplicas()}.
     *
     * @param newReplicas what it asks for so far
     * @param all what all ReplicaSets of the Deployment ask for
     */
    int grownTo(int newReplicas, int all) {
        int room = replicas + maxSurge - all;
        return room <= 0 ? newReplicas : newReplicas + Math.min(room, replicas - newReplicas);
    }

    /**
     * How many pods of old ReplicaSets may go now: {@code reconcileOldReplicaSets()}.
     *
     * @param all what all ReplicaSets ask for
     * @param newUnavailable pods that the new one asks for and that are not available yet
     */
    int mayGo(int all, int newUnavailable) {
        int minAvailable = replicas - maxUnavailable;
        return Math.max(0, all - minAvailable - newUnavailable);
    }

    /** How many available pods of old ReplicaSets may go now: {@code scaleDownOldReplicaSetsForRollingUpdate()}. */
    int mayGoAvailable(int available) {
        return Math.max(0, available - (replicas - maxUnavailable));
    }
}
