package packetwalk.oracle;

import java.time.Duration;
import java.util.List;

/** Somewhere a case can be built: the engine or the kernel. */
interface World {

    /** An empty network namespace, loopback up. */
    void netns(String name, boolean ipv6);

    /** A pair of veths from one namespace to another, both up. */
    void link(Statement.Port one, Statement.Port other);

    /** A bridge over ports that exist in its namespace, up. */
    void bridge(Statement.Bridge bridge);

    /** A VXLAN device, up. */
    void vxlan(Statement.Vxlan vxlan);

    /**
     * Runs a tool's command line in a namespace; throws {@link IllegalArgumentException} with what it complains about.
     *
     * @param input what stands on its standard input
     */
    void run(String netns, String command, String input);

    /** Whether a tool refuses a command line. */
    boolean refuses(String netns, String command, String input);

    /** Starts a server, TCP or UDP, that sends back what it gets; gives {@code ok} or an error's name. */
    String serve(Statement.Serve serve);

    /** Closes a connection that a probe has kept. */
    void close(Statement.Close close);

    /** Empties all connection tables. */
    void forget();

    /** Lets time pass. */
    void pass(Duration span);

    /** Each rule of each namespace with the packets that it has counted: {@code NETNS TABLE CHAIN NUMBER: COUNT}. */
    List<String> counters();
}
