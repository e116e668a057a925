package packetwalk.linux;

import java.time.Duration;
import java.util.List;
import packetwalk.fabric.Fabric;
import packetwalk.fabric.Machine;
import packetwalk.fabric.Segment;
import packetwalk.linux.socket.Owner;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.program.Ping;
import packetwalk.program.PingLine;
import packetwalk.program.Result;
import packetwalk.tools.Shell;
import packetwalk.trace.Step;
import packetwalk.trace.Topology;

/** Two machines on one wire, 10.0.0.1 and 10.0.0.2, for tests of the stack without a cluster around it. */
public final class TwoMachines {

    public static final IpAddress A = IpAddress.parse("10.0.0.1");
    public static final IpAddress B = IpAddress.parse("10.0.0.2");
    public static final Owner TEST = new Owner(1, "test");

    public final Fabric fabric = new Fabric(1);
    public final Segment wire = fabric.segment("wire");
    public final NetworkNamespace a = machine("a", A);
    public final NetworkNamespace b = machine("b", B);

    private NetworkNamespace machine(String name, IpAddress address) {
        Machine machine = fabric.addMachine(name, Topology.Kind.OUTSIDE_HOST);
        fabric.connect(machine, "eth0", new InterfaceAddress(address, 24), wire);
        return machine.host();
    }

    /** Runs one command at machine {@code a}'s prompt. */
    public String a(String command) {
        return new Shell(a).run(command);
    }

    /** Runs one command at machine {@code b}'s prompt. */
    public String b(String command) {
        return new Shell(b).run(command);
    }

    /** The same with {@code input} on the command's standard input. */
    public String a(String command, String input) {
        return new Shell(a).run(command, input);
    }

    public String b(String command, String input) {
        return new Shell(b).run(command, input);
    }

    public Result ping(IpAddress to) {
        return Ping.run(a, to, PingLine.parse(to.toString()));
    }

    public void advance(Duration span) {
        fabric.simulation().advance(span);
    }

    /** Seconds of virtual time since the beginning. */
    public double seconds() {
        return fabric.simulation().now() / 1e9;
    }

    /** What is seen while {@code action} runs and until {@code span} after it has passed. */
    public List<Step> watch(Duration span, Runnable action) {
        fabric.trace().start();
        action.run();
        advance(span);
        return fabric.trace().stop();
    }

    /** Virtual seconds at which machine {@code host} sent packets of {@code kind}, rounded to milliseconds. */
    public static List<Double> sendingTimes(List<Step> steps, String host, String words) {
        return steps.stream()
                .filter(Step.Transmitted.class::isInstance)
                .filter(step ->
                        step.at().host().equals(host) && step.before().summary().contains(words))
                .map(step -> Math.round(step.at().nanos() / 1e6) / 1e3)
                .toList();
    }
}
