package packetwalk.oracle;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Takes one case through both worlds, statement by statement, and keeps what they disagree about. */
final class Agreement {

    private final EngineWorld engine;
    private final KernelWorld kernel;
    private final RouteErrors routeErrors = new RouteErrors();
    private final Set<Integer> knownPorts = new HashSet<>();
    private final List<Disagreement> disagreements = new ArrayList<>();
    private final Map<String, Integer> notComparable = new TreeMap<>();
    private int probes;

    Agreement(EngineWorld engine, KernelWorld kernel) {
        this.engine = engine;
        this.kernel = kernel;
    }

    Judgement of(CaseFile file) {
        for (CaseFile.Line line : file.lines()) {
            try {
                take(line, line.statement());
            } catch (UncheckedIOException e) {
                throw e; // the kernel's side is gone
            } catch (RuntimeException | AssertionError e) {
                differs(line, true, e + "\n");
            }
        }
        return new Judgement(file, probes, notComparable, disagreements, false);
    }

    private void differs(CaseFile.Line line, boolean refused, String text) {
        if (!(line.statement() instanceof Statement.Probe)) {
            probes++; // else there would be more disagreements than questions
        }
        disagreements.add(new Disagreement(line, refused, text));
    }

    private void take(CaseFile.Line line, Statement statement) {
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
            serve(line, serve);
        } else if (statement instanceof Statement.Forget) {
            forget();
        } else if (statement instanceof Statement.Probe probe) {
            probes++;
            probe(line, probe);
        }
    }

    private void forget() {
        engine.forget();
        kernel.forget();
    }

    private void serve(CaseFile.Line line, Statement.Serve serve) {
        knownPorts.add(serve.port());
        String here = engine.serve(serve.netns(), serve.protocol(), serve.port());
        String there = kernel.serve(serve.netns(), serve.protocol(), serve.port());
        if (!here.equals(there) || !here.equals(serve.expected())) {
            differs(line, false, "engine says " + here + ", kernel says " + there + "\n");
        }
    }

    private void probe(CaseFile.Line line, Statement.Probe probe) {
        knownPorts.addAll(List.of(probe.port(), probe.from()));
        Observation here = engine.probe(probe);
        knownPorts.add(here.port());
        routeErrors.await(here.routeErrors());
        Observation there = kernel.probe(probe, here);
        if (!here.unknown().isEmpty()) {
            notComparable.merge("UNKNOWN " + here.unknown(), 1, Integer::sum);
            forget(); // the kernel has gone on where the engine has not
            return;
        }
        List<String> ours = here.withPorts(knownPorts::contains).lines();
        List<String> theirs = there.withPorts(knownPorts::contains).lines();
        List<String> wrong = probe.expected().stream()
                .filter(phrase -> !there.shows(phrase) || !here.shows(phrase))
                .toList();
        if (!ours.equals(theirs) || !wrong.isEmpty()) {
            differs(line, false, (wrong.isEmpty() ? "" : "not shown: " + wrong + "\n") + SideBySide.text(ours, theirs));
        }
    }
}
