package packetwalk.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.SocketFault;
import packetwalk.program.Server;
import packetwalk.program.Statuses;
import packetwalk.trace.At;

/**
 * A container: a process with a name, in a network namespace that it owns or has joined.
 *
 * <p>Killing it ends its process, and with that its sockets; the namespace stays for as long as its owner does.
 */
public final class ContainerInstance {

    /** What {@code docker ps} says of it. */
    public enum Status {
        RUNNING,
        EXITED
    }

    private final String id;
    private final String name;
    private final String image;
    private final String command;
    private final int pid;
    private final boolean ownsNamespace;
    private final List<Server> servers = new ArrayList<>();
    private final Statuses statuses = new Statuses();
    private final List<String> log = new ArrayList<>();
    private NetworkNamespace namespace;
    private Status status = Status.EXITED;
    private int exitCode;
    private final long created;
    private long changed;

    ContainerInstance(
            String id,
            String name,
            String image,
            String command,
            int pid,
            NetworkNamespace namespace,
            boolean ownsNamespace) {
        this.id = Objects.requireNonNull(id, "id");
        this.name = Objects.requireNonNull(name, "name");
        this.image = Objects.requireNonNull(image, "image");
        this.command = Objects.requireNonNull(command, "command");
        this.pid = pid;
        this.namespace = Objects.requireNonNull(namespace, "namespace");
        this.ownsNamespace = ownsNamespace;
        this.created = namespace.simulation().now();
        this.changed = created;
    }

    /** 12 hexadecimal digits. */
    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String image() {
        return image;
    }

    public String command() {
        return command;
    }

    /** Whether the namespace came with it and goes with it; false if it joined another's. */
    public boolean ownsNamespace() {
        return ownsNamespace;
    }

    public NetworkNamespace namespace() {
        return namespace;
    }

    /** Whether it has joined the machine's own namespace: {@code --network=host}. */
    public boolean onHostNetwork() {
        return namespace.name().equals(At.HOST_NETNS);
    }

    /** It starts in another namespace from now on: the one it had is gone. */
    void namespace(NetworkNamespace other) {
        namespace = other;
    }

    public Status status() {
        return status;
    }

    public boolean running() {
        return status == Status.RUNNING;
    }

    /** 128 + the signal's number after a kill; 0 while running. */
    public int exitCode() {
        return exitCode;
    }

    /** Virtual time in nanoseconds at which it was made. */
    public long created() {
        return created;
    }

    /** Virtual time in nanoseconds at which it last started or ended. */
    public long changed() {
        return changed;
    }

    /** With which HTTP status its servers answer; it outlives their restarts, as a bug does. */
    public Statuses statuses() {
        return statuses;
    }

    /** What it serves when it runs, in the order in which it was added. */
    public List<Server> servers() {
        return List.copyOf(servers);
    }

    /** The process, as its sockets name it: by the command that it runs. */
    public Owner process() {
        return new Owner(pid, command.substring(command.lastIndexOf('/') + 1));
    }

    /** Has it serve one more port, at once if it runs; EADDRINUSE leaves it as it was. */
    public void serve(Server server) {
        if (running()) {
            server.start(namespace, process());
        }
        servers.add(server);
        namespace.changed();
    }

    /** What its process has printed, line by line, over all of its starts: {@code docker logs}. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** Starts it; a program that finds one of its ports taken says so and ends with 1, as most do. */
    void launch() {
        for (Server server : servers) {
            try {
                server.start(namespace, process());
            } catch (SocketFault fault) {
                log.add("listen " + server.protocol() + " 0.0.0.0:" + server.port() + ": bind: "
                        + fault.errno().words().toLowerCase(Locale.ROOT));
                end(1);
                return;
            }
        }
        change(Status.RUNNING, 0);
    }

    void start() {
        Owner process = process();
        try {
            servers.forEach(server -> server.start(namespace, process));
        } catch (RuntimeException e) {
            namespace.sockets().closeAll(process);
            throw e;
        }
        change(Status.RUNNING, 0);
    }

    void end(int code) {
        namespace.sockets().closeAll(process());
        change(Status.EXITED, code);
    }

    private void change(Status next, int code) {
        status = next;
        exitCode = code;
        changed = namespace.simulation().now();
        namespace.changed();
    }

    /** What it is called in a picture: its image, and the ports that it serves. */
    public String label() {
        String ports = servers.stream().map(server -> " :" + server.port()).collect(Collectors.joining());
        return image + ports;
    }

    @Override
    public String toString() {
        return name;
    }
}
