package packetwalk;

import packetwalk.agent.DockerDaemon;
import packetwalk.fabric.Machine;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.trace.Printout;

/** A machine with plain Docker that runs. */
public final class DockerHost extends Netns {

    private final Machine machine;
    private final IpAddress address;
    private final DockerDaemon daemon;

    DockerHost(World world, Machine machine, IpAddress address, DockerDaemon daemon) {
        super(world);
        this.machine = machine;
        this.address = address;
        this.daemon = daemon;
    }

    @Override
    public String name() {
        return machine.name();
    }

    /** The address of its {@code eth0}. */
    @Override
    public IpAddress address() {
        return address;
    }

    @Override
    NetworkNamespace namespace() {
        return machine.host();
    }

    ContainerRuntime runtime() {
        return daemon.runtime();
    }

    DockerDaemon daemon() {
        return daemon;
    }

    /**
     * A container of this machine.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Container container(String name) {
        return Container.docker(this, name);
    }

    /** {@code docker ps} or {@code docker ps -a}. */
    public Printout docker(String arguments) {
        return docker(name(), daemon.runtime(), arguments);
    }

    static Printout docker(String prompt, ContainerRuntime runtime, String arguments) {
        return switch (arguments.strip()) {
            case "ps", "container ls" -> new Printout(prompt, "docker ps", runtime.ps(false));
            case "ps -a", "ps --all" -> new Printout(prompt, "docker ps -a", runtime.ps(true));
            default ->
                throw new IllegalArgumentException(
                        "docker " + arguments + " is not modelled; there are \"ps\" and \"ps -a\"");
        };
    }

    @Override
    public String text() {
        return "docker host " + name() + " " + address + ", bridge "
                + daemon.network().bridge() + " " + daemon.network().gateway() + ", containers "
                + String.join(", ", daemon.names());
    }
}
