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
                differs(line, Disagreement.Kind.REFUSED, e + "\n");
            }
        }
        return new Judgement(file, probes, notComparable, disagreements, false);
    }

    private void differs(CaseFile.Line line, Disagreement.Kind kind, String text) {
        if (!isCase(line.statement())) {
            probes++; // else there would be more disagreements than questions
        }
        disagreements.add(new Disagreement(line, kind, text));
    }

    private static boolean isCase(Statement statement) {
        return statement instanceof Statement.Question || statement instanceof Statement.Counters;
    }

    private void take(CaseFile.Line line, Statement statement) {
        if (statement instanceof Statement.Netns netns) {
            netns.names().forEach(name -> engine.netns(name, netns.ipv6()));
            netns.names().forEach(name -> kernel.netns(name, netns.ipv6()));
        } else if (statement instanceof Statement.Link link) {
            engine.link(link.one(), link.other());
            kernel.link(link.one(), link.other());
        } else if (statement instanceof Statement.Bridge bridge) {
            engine.bridge(bridge);
            kernel.bridge(bridge);
        } else if (statement instanceof Statement.Vxlan vxlan) {
            engine.vxlan(vxlan);
            kernel.vxlan(vxlan);
        } else if (statement instanceof Statement.Command command) {
            command(line, command);
        } else if (statement instanceof Statement.Serve serve) {
            knownPorts.add(serve.port());
            same(line, serve.expected(), engine.serve(serve), kernel.serve(serve));
        } else if (statement instanceof Statement.Question question) {
            probes++;
            ask(line, question);
        } else if (statement instanceof Statement.Counters) {
            probes++;
            counters(line);
        } else {
            pass(statement);
        }
    }

    private void pass(Statement statement) {
        if (statement instanceof Statement.Forget) {
            forget();
        } else if (statement instanceof Statement.Close close) {
            engine.close(close);
            kernel.close(close);
        } else if (statement instanceof Statement.Wait wait) {
            engine.pass(wait.span());
            kernel.pass(wait.span());
        }
    }

    private void forget() {
        engine.forget();
        kernel.forget();
    }

    private void command(CaseFile.Line line, Statement.Command command) {
        if (command.refused()) {
            boolean here = engine.refuses(command.netns(), command.line(), command.input());
            boolean there = kernel.refuses(command.netns(), command.line(), command.input());
            same(line, "true", String.valueOf(here), String.valueOf(there));
            return;
        }
        engine.run(command.netns(), command.line(), command.input());
        kernel.run(command.netns(), command.line(), command.input());
    }

    private void same(CaseFile.Line line, String expected, String here, String there) {
        if (!here.equals(there) || !here.equals(expected)) {
            differs(
                    line,
                    Disagreement.Kind.DIFFERENT,
                    "expected " + expected + "; engine: " + here + ", kernel: " + there + "\n");
        }
    }

    private void counters(CaseFile.Line line) {
        List<String> ours = engine.counters();
        List<String> theirs = kernel.counters();
        if (!ours.equals(theirs)) {
            differs(line, Disagreement.Kind.DIFFERENT, SideBySide.text(ours, theirs));
        }
    }

    private List<String> lines(Observation seen, boolean inNoOrder) {
        List<String> lines = seen.withPorts(knownPorts::contains).lines();
        return inNoOrder ? lines.stream().sorted().toList() : lines;
    }

    private void ask(CaseFile.Line line, Statement.Question question) {
        if (question instanceof Statement.Probe probe) {
            knownPorts.addAll(List.of(probe.port(), probe.how().from()));
        } else if (question instanceof Statement.Inject inject) {
            knownPorts.addAll(InjectedPacket.ports(inject.packets().get(0)));
        }
        Observation here = engine.probe(question);
        knownPorts.add(here.port());
        routeErrors.await(here.routeErrors());
        Observation there = kernel.probe(question, here);
        if (!here.unknown().isEmpty()) {
            notComparable.merge("UNKNOWN " + here.unknown(), 1, Integer::sum);
            forget(); // the kernel has gone on where the engine has not
            return;
        }
        List<String> ours = lines(here, question.several());
        List<String> theirs = lines(there, question.several());
        List<String> wrong = question.expected().stream()
                .filter(phrase -> !there.shows(phrase) || !here.shows(phrase))
                .toList();
        if (!ours.equals(theirs) || !wrong.isEmpty()) {
            Disagreement.Kind kind = ours.equals(theirs) ? Disagreement.Kind.NOT_SHOWN : Disagreement.Kind.DIFFERENT;
            differs(line, kind, (wrong.isEmpty() ? "" : "not shown: " + wrong + "\n") + SideBySide.text(ours, theirs));
        }
    }
}
