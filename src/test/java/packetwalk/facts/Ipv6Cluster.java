package packetwalk.facts;

import static packetwalk.Packetwalk.cluster;

import packetwalk.ClusterScope;
import packetwalk.ServiceScope;

/** The articles' cluster in IPv6, with no IPv4 address in it but 127.0.0.1: what works here works by IPv6 packets. */
final class Ipv6Cluster {

    static final String NODE_1 = "fd00:100::2";
    static final String NODE_2 = "fd00:100::3";
    static final String SERVER_1 = "fd00:10:0:1::2";
    static final String SERVER_2 = "fd00:10:0:2::2";
    static final String CLIENT = "fd00:10:0:2::3";
    static final String CLUSTER_IP = "fd00:10:3::98";
    static final String VISITOR = "2001:db8:113::10";

    private Ipv6Cluster() {}

    /** Two nodes, a server on each, a client on the second. */
    static ClusterScope pods() {
        return cluster()
                .ipFamilies("IPv6")
                .node(NODE_1)
                .pod("server-1")
                .label("app", "service_test_pod")
                .listen("http", 8080)
                .node(NODE_2)
                .pod("server-2")
                .label("app", "service_test_pod")
                .listen("http", 8080)
                .pod("client");
    }

    /** The same with the Service, and a visitor outside. */
    static ServiceScope service() {
        return pods().outside("2001:db8:113::/64")
                .host(VISITOR)
                .name("visitor")
                .service("service-test")
                .clusterIp(CLUSTER_IP)
                .selector("app", "service_test_pod")
                .port(80, "http");
    }
}
