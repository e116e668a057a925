package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Container;
import java.util.Optional;
import packetwalk.program.Server;

/** What an image's program does, where it is more than its ports say. */
@FunctionalInterface
public interface Programs {

    /** The program of a container; empty if it serves HTTP and echo on its ports, as most here do. */
    Optional<Server> of(Container container);
}
