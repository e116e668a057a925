package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import packetwalk.api.ApiFault;

/** What kubectl learns of the machines themselves: in a real cluster, through the API server from their kubelets. */
public interface Machines {

    /** An API server without machines. */
    Machines NONE = new Machines() {
        @Override
        public Node reported(Node node) {
            return node;
        }

        @Override
        public Optional<Instant> leaseRenewed(String node) {
            return Optional.empty();
        }

        @Override
        public String exec(Pod pod, String container, String command) {
            throw ApiFault.badRequest("there are no machines to execute anything on");
        }

        @Override
        public List<String> log(Pod pod, String container) {
            throw ApiFault.badRequest("there are no machines whose containers print anything");
        }

        @Override
        public boolean await(BooleanSupplier done, Duration most) {
            return done.getAsBoolean();
        }
    };

    /** A node's object, with the times at which its kubelet last said so. */
    Node reported(Node node);

    /** When a node's kubelet last renewed its lease, {@code kube-node-lease/NODE}; empty if it has none. */
    Optional<Instant> leaseRenewed(String node);

    /**
     * Runs a command in a container, as {@code kubectl exec} does.
     *
     * @return what it prints, without the last line's end
     * @throws IllegalArgumentException if there is no such command, or it is not well with its arguments
     */
    String exec(Pod pod, String container, String command);

    /** What a container has printed, line by line, over all of its starts. */
    List<String> log(Pod pod, String container);

    /** Lets virtual time pass until something is the case, and says whether it came to that within the time. */
    boolean await(BooleanSupplier done, Duration most);
}
