package packetwalk;

import static packetwalk.Packetwalk.cluster;

import packetwalk.trace.Walk;

/** {@code ./packetwalk demo}: the articles' cluster, and one packet from a pod on one node to a pod on the other. */
public final class Demo {

    private Demo() {}

    /** Prints the cluster and the walk; takes no arguments. */
    public static void main(String[] args) {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "service_test_pod")
                .listen(8080)
                .node("10.100.0.3")
                .pod("server-2")
                .label("app", "service_test_pod")
                .listen(8080)
                .pod("client")
                .up();
        Walk walk = k8s.pod("client").ping(k8s.pod("server-1"));
        System.out.println(k8s);
        System.out.println();
        System.out.println(walk);
    }
}
