package packetwalk;

import java.util.Optional;
import packetwalk.net.Protocol;

/** A plain Docker container being described. */
public final class DockerContainerScope extends DockerHostScope {

    private final Blueprint.ContainerPlan container;

    DockerContainerScope(Blueprint blueprint, Blueprint.DockerHostSpec host, Blueprint.ContainerPlan container) {
        super(blueprint, host);
        this.container = container;
    }

    /** What it runs; its own name by default. */
    public DockerContainerScope image(String image) {
        container.image = image;
        return this;
    }

    /** Has it share the network namespace of a container described before: {@code docker run --network container:…}. */
    public DockerContainerScope join(String other) {
        container.joins = Optional.of(other);
        return this;
    }

    /** Has it answer HTTP on that TCP port with its name and the client's address. */
    @Override
    public DockerContainerScope listen(int port) {
        container.ports.add(new ListenPort("", port, Protocol.TCP));
        return this;
    }

    /** Has it send back what comes to that UDP port. */
    public DockerContainerScope listenUdp(int port) {
        container.ports.add(new ListenPort("", port, Protocol.UDP));
        return this;
    }

    /** Has it use the machine's own network namespace: {@code docker run --network=host}. */
    public DockerContainerScope hostNetwork() {
        container.hostNetwork = true;
        return this;
    }
}
