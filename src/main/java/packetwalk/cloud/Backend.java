package packetwalk.cloud;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.time.Simulation;

/** A machine behind a balancer, and what the balancer knows of it. Changed by {@link LoadBalancer} alone. */
final class Backend {

    /** Whether it gets new connections, as a cloud's console says. */
    enum State {
        /** It has passed its checks, or there are none. */
        HEALTHY,
        /** It has failed so many checks in a row as the threshold says, or passed too few so far. */
        UNHEALTHY,
        /** It was taken away, and what is open goes on for a while. */
        DRAINING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Target target;
    private final NetworkNamespace from;
    private final Runnable changed;
    private Optional<HealthCheck> check;
    private State state;
    private String why;
    private long since;
    private boolean last;
    private int inARow;
    private int life;
    private boolean checked;

    /** {@code changed} is told whenever its state is another. */
    Backend(Target target, NetworkNamespace from, boolean trusted, Runnable changed) {
        this.target = target;
        this.from = from;
        this.changed = changed;
        this.check = Optional.empty();
        this.state = trusted ? State.HEALTHY : State.UNHEALTHY;
        this.why = "not checked yet";
        this.since = from.simulation().now();
    }

    Target target() {
        return target;
    }

    State state() {
        return state;
    }

    Backends.Row row(int connections) {
        return new Backends.Row(target.name(), target.address(), state.toString(), why, since, connections);
    }

    /** Checks it by {@code wanted} from now on, beginning at some moment of the first interval, as many checkers do. */
    void check(Optional<HealthCheck> wanted) {
        if (checked && check.equals(wanted)) {
            return;
        }
        checked = true;
        check = wanted;
        int now = ++life;
        inARow = 0;
        if (wanted.isEmpty()) {
            become(State.HEALTHY, "there is no health check");
            return;
        }
        Simulation simulation = from.simulation();
        long offset = (long)
                (simulation.random().nextDouble() * wanted.get().interval().toNanos());
        simulation.after(offset, () -> ask(wanted.get(), now));
    }

    private void ask(HealthCheck how, int ofLife) {
        if (life != ofLife) {
            return;
        }
        HealthProbe.send(from, how, target.address(), verdict -> {
            if (life == ofLife) {
                heard(how, verdict);
            }
        });
        from.simulation().after(how.interval().toNanos(), () -> ask(how, ofLife));
    }

    private void heard(HealthCheck how, HealthProbe.Verdict verdict) {
        inARow = verdict.passed() == last ? inARow + 1 : 1;
        last = verdict.passed();
        int needed = verdict.passed() ? how.healthyThreshold() : how.unhealthyThreshold();
        if (inARow >= needed) {
            become(verdict.passed() ? State.HEALTHY : State.UNHEALTHY, verdict.why());
        }
    }

    private void become(State now, String because) {
        boolean another = now != state;
        why = because;
        if (another) {
            state = now;
            since = from.simulation().now();
            changed.run();
        }
    }

    /** It is taken away: no more checks, no new connections, and after {@code span} {@code gone} runs. */
    void drain(Duration span, Runnable gone) {
        int now = ++life;
        become(State.DRAINING, "taken away; connections may go on for " + span.toSeconds() + " s");
        from.simulation().after(span.toNanos(), () -> {
            if (life == now) {
                gone.run();
            }
        });
    }

    /** It is wanted again while it drains. */
    void comeBack(boolean trusted, Optional<HealthCheck> wanted) {
        life++; // what was asked, or set to end, in its former life is of no account
        checked = false;
        become(trusted ? State.HEALTHY : State.UNHEALTHY, "not checked yet");
        check(wanted);
    }

    /** It is checked no more. */
    void forget() {
        life++;
    }
}
