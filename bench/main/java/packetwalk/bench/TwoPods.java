package packetwalk.bench;

import java.util.Optional;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.Pod;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.program.Result;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** A client and a server, and what lies between them. */
final class TwoPods {

    static final Owner PROCESS = new Owner(1, "bench");

    /** A UDP payload, and a TCP one, of usual size. */
    static final Bytes DATA = Bytes.zeros(512);

    private static final int PORT = 5353;

    /** Calls after which the compiler has seen enough; counted, since on a busy machine seconds say little. */
    private static final int WARM = 40_000;

    private final Pod pod;
    private final NetworkNamespace client;
    private final NetworkNamespace server;
    private final Endpoint target;

    TwoPods(Way way, Protocol protocol) {
        Cluster cluster = way.cluster().up();
        pod = cluster.pod("client");
        client = Inside.namespace(pod);
        server = Inside.namespace(cluster.pod("server"));
        IpAddress address = cluster.pod("server").address();
        if (way.services() > 0) {
            String rules = KubeProxyRules.file(way.services(), protocol, PORT, address);
            new Shell(Inside.namespace(pod.node())).run("iptables-restore --noflush", rules);
            address = KubeProxyRules.address(way.services() - 1);
        }
        target = new Endpoint(address, PORT);
    }

    NetworkNamespace client() {
        return client;
    }

    NetworkNamespace server() {
        return server;
    }

    /** Where the client sends to: the server's own address or a service's. */
    Endpoint target() {
        return target;
    }

    Simulation simulation() {
        return client.simulation();
    }

    /** Runs {@code action} until nothing is in flight any more, and records every step. */
    Walk watch(Runnable action) {
        return Inside.walk(pod, "bench", () -> {
            action.run();
            return new Result(new Outcome(Outcome.Kind.ANSWERED, ""), "");
        });
    }

    /** Calls {@code action} until it is compiled. */
    static void warmUp(Runnable action) {
        for (int i = 0; i < WARM; i++) {
            action.run();
        }
    }

    /** Throws unless {@code walk} is what its benchmark says that it measures. */
    static void check(Way way, Walk walk) {
        Optional<Step.Dropped> drop = walk.drop();
        if (drop.isPresent() || !walk.reached("server") || walk.natted() != way.services() > 0) {
            throw new IllegalStateException("not the walk that was to be measured:\n" + walk.text());
        }
    }
}
