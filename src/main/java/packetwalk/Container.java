package packetwalk;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import packetwalk.agent.DockerDaemon;
import packetwalk.agent.Kubelet;
import packetwalk.agent.PodSandbox;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Protocol;
import packetwalk.program.Server;
import packetwalk.program.dns.NameService;
import packetwalk.runtime.ContainerInstance;
import packetwalk.runtime.Signal;
import packetwalk.trace.Printout;

/** A container that runs, or ran: one of a pod's, or a plain Docker one. */
public final class Container extends Netns {

    private final String name;
    private final String hostname;
    private final Supplier<ContainerInstance> instance;
    private final Consumer<Signal> end;
    private final Runnable restart;
    private final Optional<Pod> pod;

    private Container(
            World world,
            String name,
            String hostname,
            Supplier<ContainerInstance> instance,
            Consumer<Signal> end,
            Runnable restart,
            Optional<Pod> pod) {
        super(world);
        this.name = name;
        this.hostname = hostname;
        this.instance = instance;
        this.end = end;
        this.restart = restart;
        this.pod = pod;
        Objects.requireNonNull(instance.get(), "refuses a name that does not exist");
    }

    static Container docker(DockerHost host, String name) {
        DockerDaemon daemon = host.daemon();
        return new Container(
                host.world(),
                name,
                name,
                () -> daemon.container(name),
                signal -> daemon.end(name, signal),
                () -> daemon.start(name),
                Optional.empty());
    }

    static Container ofPod(Pod pod, Kubelet kubelet, PodSandbox sandbox, String name) {
        return new Container(
                pod.world(),
                name,
                pod.name(),
                () -> sandbox.container(name),
                signal -> kubelet.end(sandbox, name, signal),
                () -> kubelet.restart(sandbox, name),
                Optional.of(pod));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    NameService names() {
        return pod.map(Pod::names).orElseGet(super::names);
    }

    /** Whether its process runs. */
    public boolean running() {
        return instance.get().running();
    }

    @Override
    NetworkNamespace namespace() {
        if (!running()) {
            throw new IllegalStateException("container " + name + " is not running; restart() it first");
        }
        return instance.get().namespace();
    }

    /** Ends its process with SIGKILL: its sockets close. What else goes depends on who owns the namespace. */
    public Container kill() {
        end.accept(Signal.KILL);
        return this;
    }

    /** Ends its process with SIGTERM, as {@code docker stop} does; it leaves exit code 0. Else as {@link #kill}. */
    public Container stop() {
        end.accept(Signal.TERM);
        return this;
    }

    /** Starts it again if it has ended. */
    public Container restart() {
        restart.run();
        return this;
    }

    /**
     * Has it answer HTTP on one more TCP port, from now on.
     *
     * @throws packetwalk.linux.socket.SocketFault EADDRINUSE if a process in the same namespace has the port
     */
    public Container listen(int port) {
        ContainerInstance present = instance.get();
        present.serve(Server.of(Protocol.TCP, port, hostname, present.statuses()));
        return this;
    }

    /** What its process has printed: {@code docker logs}, {@code kubectl logs}. */
    public Printout logs() {
        return new Printout(name, "logs", String.join("\n", instance.get().log()));
    }

    @Override
    public String text() {
        ContainerInstance present = instance.get();
        return "container " + name + " (" + present.image() + "), "
                + (present.running() ? "running" : "exited (" + present.exitCode() + ")");
    }
}
