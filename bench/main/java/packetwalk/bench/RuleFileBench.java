package packetwalk.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.net.IpAddress;
import packetwalk.net.Protocol;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Trace;

/** Milliseconds to load a file of {@code iptables-save} into an empty rule set: read, check, commit. */
public class RuleFileBench {

    /** Loads the file once. */
    @Benchmark
    public RuleSet load(File state) {
        NetworkNamespace node = new NetworkNamespace(new Simulation(1), new Trace(), "node", At.HOST_NETNS);
        new Shell(node).run("iptables-restore", state.text);
        return node.netfilter().rules();
    }

    /** A file as kube-proxy's rules make it. */
    @State(Scope.Thread)
    public static class File {

        @Param({"1000", "10000", "100000"})
        private int rules;

        private String text;

        /** Writes it. */
        @Setup
        public void write() {
            int services = rules / KubeProxyRules.RULES_PER_SERVICE;
            text = KubeProxyRules.file(services, Protocol.UDP, 53, IpAddress.parse("10.0.1.2"));
        }
    }
}
