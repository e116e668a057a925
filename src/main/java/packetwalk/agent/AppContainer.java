package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.runtime.ContainerInstance;

/** One container of a pod's spec on its node: what runs of it, what the probes say, how often it was started again. */
final class AppContainer {

    private final Container spec;
    private @Nullable ContainerInstance instance;
    private boolean started;
    private boolean ready;
    private int restarts;
    private final Backoff backoff = new Backoff();
    private Duration wait = Duration.ZERO;
    private boolean waiting;

    AppContainer(Container spec) {
        this.spec = spec;
    }

    Container spec() {
        return spec;
    }

    String name() {
        return spec.getName();
    }

    Optional<ContainerInstance> instance() {
        return Optional.ofNullable(instance);
    }

    boolean running() {
        return instance != null && instance.running();
    }

    /** It runs, for the first time or again; a container without a probe has passed it. */
    void runs(ContainerInstance running) {
        restarts += instance == null ? 0 : 1;
        instance = running;
        waiting = false;
        started = spec.getStartupProbe() == null;
        ready = started && spec.getReadinessProbe() == null;
    }

    void ended() {
        started = false;
        ready = false;
    }

    boolean started() {
        return running() && started;
    }

    void started(boolean passed) {
        started = passed;
        ready = ready || (passed && spec.getReadinessProbe() == null);
    }

    /** Whether it runs and its readiness probe, if it has one, says yes. */
    boolean ready() {
        return running() && ready;
    }

    void ready(boolean passed) {
        ready = passed;
    }

    int restarts() {
        return restarts;
    }

    /** How long to wait before it is started again, this time: not at all after its first end. */
    Duration nextBackoff() {
        Duration now = backoff.next();
        waiting = !now.isZero();
        wait = now;
        return now;
    }

    /** How long its back-off was this time, if it {@link #waiting() waits}. */
    Duration waits() {
        return wait;
    }

    /** Whether it waits for its back-off to end: {@code CrashLoopBackOff}. */
    boolean waiting() {
        return waiting && !running();
    }
}
