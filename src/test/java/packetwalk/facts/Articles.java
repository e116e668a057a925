package packetwalk.facts;

import packetwalk.ClusterScope;
import packetwalk.Packetwalk;

/** The articles' cluster: two nodes, server-1 on the first, server-2 and client on the second. */
public final class Articles {

    private Articles() {}

    /** Described, not built, so that a test can add to it. */
    public static ClusterScope cluster() {
        return Packetwalk.cluster()
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "service_test_pod")
                .listen(8080)
                .node("10.100.0.3")
                .pod("server-2")
                .label("app", "service_test_pod")
                .listen(8080)
                .pod("client");
    }
}
