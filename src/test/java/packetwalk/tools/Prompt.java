package packetwalk.tools;

/** A node that a transcript runs on: a simulated or a real one. */
interface Prompt {

    /** Runs a command; fails if it is refused. */
    String run(String command);

    /** Whether the command is refused. */
    boolean refuses(String command);

    /** Sends one echo request and waits for the answer. */
    void ping(String address);

    /** Opens a listening socket: {@code tcp} or {@code udp}. */
    void listen(String protocol, String address, int port);
}
