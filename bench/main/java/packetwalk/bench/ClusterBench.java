package packetwalk.bench;

import org.openjdk.jmh.annotations.Benchmark;
import packetwalk.Cluster;
import packetwalk.Packetwalk;

/** Milliseconds to build the articles' cluster: a router, two nodes, three pods. */
public class ClusterBench {

    /** Builds it once. */
    @Benchmark
    public Cluster build() {
        return Packetwalk.cluster()
                .node("10.100.0.2")
                .pod("server-1")
                .listen(8080)
                .node("10.100.0.3")
                .pod("server-2")
                .listen(8080)
                .pod("client")
                .up();
    }
}
