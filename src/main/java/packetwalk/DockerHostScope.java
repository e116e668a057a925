package packetwalk;

import packetwalk.net.InterfaceAddress;
import packetwalk.net.Ports;

/** A machine with plain Docker being described. */
public class DockerHostScope extends ClusterScope {

    private final Blueprint.DockerHostSpec host;

    DockerHostScope(Blueprint blueprint, Blueprint.DockerHostSpec host) {
        super(blueprint);
        this.host = host;
    }

    Blueprint.DockerHostSpec host() {
        return host;
    }

    /** Its name; {@code host-1}, {@code host-2} … by default. */
    public DockerHostScope name(String name) {
        host.name = name;
        return this;
    }

    /** Address and prefix of its bridge; the articles' {@code 172.17.0.1/24} by default (a real one is a /16). */
    public DockerHostScope docker0(String address) {
        host.docker0 = InterfaceAddress.parse(address);
        return this;
    }

    /** Has a process of the machine itself, not of a container, answer HTTP on that TCP port. */
    public DockerHostScope listen(int port) {
        host.listens.add(Ports.requireService(port));
        return this;
    }

    /** Opens a container on this machine. */
    public DockerContainerScope container(String name) {
        Blueprint.ContainerPlan container = new Blueprint.ContainerPlan(name);
        host.containers.add(container);
        return new DockerContainerScope(blueprint(), host, container);
    }
}
