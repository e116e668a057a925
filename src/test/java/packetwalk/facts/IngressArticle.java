package packetwalk.facts;

import static packetwalk.Packetwalk.cluster;

import packetwalk.ClusterScope;
import packetwalk.ServiceScope;

/** The third article's cluster: a server on each of two nodes, a client inside, a visitor outside. */
final class IngressArticle {

    static final String CLUSTER_IP = "10.3.241.152";
    static final String SERVICES = "10.3.240.0/20";
    static final String NODE_1 = "10.100.0.2";
    static final String NODE_2 = "10.100.0.3";
    static final String VISITOR = "203.0.113.5";

    private IngressArticle() {}

    /** With the Service, described last so that more can be said of it. */
    static ServiceScope described() {
        return servers()
                .service("service-test")
                .clusterIp(CLUSTER_IP)
                .selector("app", "service_test_pod")
                .port(80, "http");
    }

    /** Without the Service; the visitor's own router knows of the service network that the cluster's router may lead to it. */
    private static ClusterScope servers() {
        return cluster()
                .node(NODE_1)
                .pod("server-1")
                .label("app", "service_test_pod")
                .listen("http", 8080)
                .pod("client")
                .node(NODE_2)
                .pod("server-2")
                .label("app", "service_test_pod")
                .listen("http", 8080)
                .outside("203.0.113.0/24")
                .route(SERVICES)
                .host(VISITOR)
                .name("visitor");
    }
}
