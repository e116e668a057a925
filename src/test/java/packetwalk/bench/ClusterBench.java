package packetwalk.bench;

import java.util.Arrays;
import java.util.Locale;
import packetwalk.Cluster;
import packetwalk.Inside;
import packetwalk.facts.Articles;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.program.Ping;

/**
 * How fast the articles' cluster is built, and how many packets a second cross it; run by hand, asserts nothing.
 *
 * <p>A ping between nodes is two packets of three routed hops each, over two bridges and four veths.
 */
public final class ClusterBench {

    private static final int BUILDS = 2_000;
    private static final int PINGS = 50_000;
    private static final int ROUNDS = 5;

    private ClusterBench() {}

    /** Prints each figure as it is known. */
    public static void main(String[] args) {
        long cold = System.nanoTime();
        Articles.cluster().up();
        say("first cluster in this JVM: %.1f ms", (System.nanoTime() - cold) / 1e6);
        for (int round = 1; round <= ROUNDS; round++) {
            builds(round);
        }
        for (int round = 1; round <= ROUNDS; round++) {
            say("round %d: recording off %,.0f packets/s, on %,.0f packets/s", round, unwatched(), watched());
        }
    }

    private static void builds(int round) {
        double[] millis = new double[BUILDS];
        for (int i = 0; i < BUILDS; i++) {
            long start = System.nanoTime();
            Articles.cluster().up();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        say(
                "round %d: a cluster built in %.3f ms (median), %.3f ms (99th percentile)",
                round, millis[BUILDS / 2], millis[BUILDS * 99 / 100]);
    }

    private static double unwatched() {
        Cluster k8s = Articles.cluster().up();
        NetworkNamespace client = Inside.namespace(k8s.pod("client"));
        IpAddress server = k8s.pod("server-1").address();
        long start = System.nanoTime();
        for (int i = 0; i < PINGS; i++) {
            Ping.run(client, server, Packet.DEFAULT_TTL);
        }
        return 2.0 * PINGS / ((System.nanoTime() - start) / 1e9);
    }

    private static double watched() {
        Cluster k8s = Articles.cluster().up();
        long start = System.nanoTime();
        int packets = 0;
        for (int i = 0; i < PINGS / 10; i++) {
            packets += k8s.pod("client").ping("10.0.1.2").packets();
        }
        return packets / ((System.nanoTime() - start) / 1e9);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
