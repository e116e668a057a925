package packetwalk.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Takes one case through both worlds, statement by statement, and keeps what they disagree about. */
final class Agreement {

    private final World engine;
    private final World kernel;
    private final RouteErrors routeErrors = new RouteErrors();
    private final Set<Integer> knownPorts = new HashSet<>();
    private final List<String> disagreements = new ArrayList<>();
    private int probes;
    private int agreed;

    Agreement(World engine, World kernel) {
        this.engine = engine;
        this.kernel = kernel;
    }

    int probes() {
        return probes;
    }

    int agreed() {
        return agreed;
    }

    /** Texts for people, one for each probe or command that went differently; empty if all agree. */
    List<String> disagreements() {
        return List.copyOf(disagreements);
    }

    Agreement run(CaseFile file) {
        file.statements().forEach(this::take);
        return this;
    }

    private void take(Statement statement) {
        if (statement instanceof Statement.Netns netns) {
            netns.names().forEach(engine::netns);
            netns.names().forEach(kernel::netns);
        } else if (statement instanceof Statement.Link link) {
            engine.link(link.one(), link.other());
            kernel.link(link.one(), link.other());
        } else if (statement instanceof Statement.Bridge bridge) {
            engine.bridge(bridge);
            kernel.bridge(bridge);
        } else if (statement instanceof Statement.Command command) {
            engine.run(command.netns(), command.line());
            kernel.run(command.netns(), command.line());
        } else if (statement instanceof Statement.Serve serve) {
            serve(serve);
        } else if (statement instanceof Statement.Forget) {
            engine.forget();
            kernel.forget();
        } else if (statement instanceof Statement.Probe probe) {
            probe(probe);
        }
    }

    private void serve(Statement.Serve serve) {
        knownPorts.add(serve.port());
        String here = engine.serve(serve.netns(), serve.protocol(), serve.port());
        String there = kernel.serve(serve.netns(), serve.protocol(), serve.port());
        if (!here.equals(there) || !here.equals(serve.expected())) {
            disagreements.add(serve + ": engine says " + here + ", kernel says " + there);
        }
    }

    private void probe(Statement.Probe probe) {
        probes++;
        knownPorts.addAll(List.of(probe.port(), probe.from()));
        Observation here = engine.probe(probe);
        knownPorts.add(here.port());
        routeErrors.await(here.routeErrors());
        // the kernel takes the source port that the engine chose, so that the two can be compared
        Observation there = kernel.probe(probe.asSent(here));
        List<String> ours = here.withPorts(knownPorts::contains).lines();
        List<String> theirs = there.withPorts(knownPorts::contains).lines();
        List<String> wrong = probe.expected().stream()
                .filter(phrase -> !there.shows(phrase) || !here.shows(phrase))
                .toList();
        if (ours.equals(theirs) && wrong.isEmpty()) {
            agreed++;
        } else {
            disagreements.add(
                    title(probe) + (wrong.isEmpty() ? "" : "; not shown: " + wrong) + "\n" + sideBySide(ours, theirs));
        }
    }

    private static String title(Statement.Probe probe) {
        return probe.netns() + " " + probe.kind().name().toLowerCase(Locale.ROOT) + " " + probe.to() + ":"
                + probe.port() + " ttl " + probe.ttl();
    }

    /** Both worlds' lines; those that only one of them has are marked. */
    private static String sideBySide(List<String> ours, List<String> theirs) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        int j = 0;
        while (i < ours.size() || j < theirs.size()) {
            if (i < ours.size() && j < theirs.size() && ours.get(i).equals(theirs.get(j))) {
                text.append("             ").append(ours.get(i++)).append('\n');
                j++;
            } else if (i < ours.size()
                    && (j == theirs.size() || !theirs.subList(j, theirs.size()).contains(ours.get(i)))) {
                text.append("engine only  ").append(ours.get(i++)).append('\n');
            } else {
                text.append("kernel only  ").append(theirs.get(j++)).append('\n');
            }
        }
        return text.toString();
    }
}
