package packetwalk.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import packetwalk.time.Simulation;

/** An API server as it was at some moment. */
public final class Restored {

    private Restored() {}

    /** One that holds {@code objects} as they are, and whose clock says {@code now}. */
    public static ApiServer at(Instant now, List<HasMetadata> objects) {
        Simulation simulation = new Simulation(1);
        ApiServer api = new ApiServer(simulation);
        simulation.advance(Duration.between(api.now(), now));
        objects.forEach(api::restore);
        return api;
    }
}
