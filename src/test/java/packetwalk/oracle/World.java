package packetwalk.oracle;

/** Somewhere a case can be built: the engine or the kernel. */
interface World {

    /** An empty network namespace, loopback up. */
    void netns(String name);

    /** A pair of veths from one namespace to another, both up. */
    void link(Statement.Port one, Statement.Port other);

    /** A bridge over ports that exist in its namespace, up. */
    void bridge(Statement.Bridge bridge);

    /** Runs a tool's command line in a namespace; throws {@link IllegalArgumentException} with what it complains about. */
    void run(String netns, String command);

    /** Starts a server that accepts and says nothing (TCP), or echoes (UDP); gives {@code ok} or an error's name. */
    String serve(String netns, String protocol, int port);

    /** Empties all connection tables. */
    void forget();
}
