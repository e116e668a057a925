package packetwalk.agent;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.cni.PortMapping;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;
import packetwalk.net.Protocol;
import packetwalk.runtime.ContainerInstance;

/** A pod on its node: its namespace, its pause container, its app containers. Changed by {@link Kubelet} alone. */
public final class PodSandbox {

    private Pod pod;
    private final Map<String, AppContainer> apps = new LinkedHashMap<>();
    private @Nullable NetworkNamespace namespace;
    private List<IpAddress> addresses = List.of();
    private @Nullable ContainerInstance pause;
    private boolean alive;
    private boolean stopping;
    private final long taken;

    /** @param taken when the kubelet took it, on the simulation's clock */
    PodSandbox(Pod pod, long taken) {
        this.pod = pod;
        this.taken = taken;
        for (Container container : pod.getSpec().getContainers()) {
            apps.put(container.getName(), new AppContainer(container));
        }
    }

    /** The object that it runs, as the kubelet last saw it. */
    public Pod pod() {
        return pod;
    }

    void pod(Pod seen) {
        pod = seen;
    }

    public String name() {
        return pod.getMetadata().getName();
    }

    String uid() {
        return pod.getMetadata().getUid();
    }

    /** Whether it lives in its node's own namespace: {@code .spec.hostNetwork}. */
    public boolean onHostNetwork() {
        return Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
    }

    /**
     * What the network is asked to open on the node: {@code generatePodSandboxConfig()}. On the host's network there is nothing
     * to map, and ports without a host port are the pod's own affair.
     */
    List<PortMapping> portMappings() {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> !onHostNetwork() && port.getHostPort() != null && port.getHostPort() > 0)
                .map(PodSandbox::portMapping)
                .toList();
    }

    private static PortMapping portMapping(ContainerPort port) {
        String protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
        return new PortMapping(
                port.getHostPort(),
                port.getContainerPort(),
                Protocol.named(protocol).orElseThrow(),
                Optional.ofNullable(port.getHostIP())
                        .filter(ip -> !ip.isEmpty())
                        .map(IpAddress::parse));
    }

    /** {@code format.Pod()}: its name, its namespace, its uid. */
    String fullName() {
        return name() + "_" + pod.getMetadata().getNamespace() + "(" + uid() + ")";
    }

    /** When the kubelet took it: in nanoseconds of virtual time. */
    long taken() {
        return taken;
    }

    void begin(NetworkNamespace started, PerFamily<IpAddress> connected, ContainerInstance pausing) {
        namespace = started;
        addresses = connected.values();
        pause = pausing;
        alive = true;
    }

    void end() {
        alive = false;
    }

    void stop() {
        stopping = true;
    }

    /** Whether it has been told to stop. */
    boolean stopping() {
        return stopping;
    }

    /** Whether its pause container lives, and so the namespace. */
    public boolean alive() {
        return alive;
    }

    /**
     * The namespace that all of its containers share.
     *
     * @throws IllegalStateException if the pause container is dead, and the namespace with it, or not there yet
     */
    public NetworkNamespace namespace() {
        NetworkNamespace present = namespace;
        if (present == null) {
            throw new IllegalStateException(
                    "pod " + name() + " has no network namespace yet: the kubelet makes it; advance() some time");
        }
        if (!alive) {
            throw new IllegalStateException("pod " + name()
                    + " has no network namespace: its pause container is dead; restart " + Kubelet.PAUSE);
        }
        return present;
    }

    /** Its primary address; empty while it has no sandbox. */
    public Optional<IpAddress> address() {
        return addresses().stream().findFirst();
    }

    /** One address of each family, the primary first; none while it has no sandbox. */
    public List<IpAddress> addresses() {
        return alive ? addresses : List.of();
    }

    /** How often one of its app containers was started again, together. */
    public int restarts() {
        return apps.values().stream().mapToInt(AppContainer::restarts).sum();
    }

    /** Its app containers, in the order of the spec. */
    List<AppContainer> apps() {
        return List.copyOf(apps.values());
    }

    /** The pause container of the sandbox before, if there was one. */
    Optional<ContainerInstance> deadPause() {
        return alive ? Optional.empty() : Optional.ofNullable(pause);
    }

    ContainerInstance pause() {
        return Objects.requireNonNull(pause, "a sandbox has a pause container from its first moment");
    }

    /** All containers that were started, pause first; none before the sandbox is there. */
    public List<ContainerInstance> containers() {
        List<ContainerInstance> all = new ArrayList<>();
        Optional.ofNullable(pause).ifPresent(all::add);
        all.addAll(appContainers());
        return all;
    }

    /** The containers that the spec names, as far as they were started. */
    public List<ContainerInstance> appContainers() {
        return apps.values().stream()
                .map(AppContainer::instance)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Names by which {@link #container} finds them, {@code pause} first. */
    public List<String> containerNames() {
        List<String> names = new ArrayList<>(List.of(Kubelet.PAUSE));
        names.addAll(apps.keySet());
        return names;
    }

    AppContainer app(String name) {
        AppContainer app = apps.get(name);
        if (app == null) {
            throw new IllegalArgumentException(
                    "pod " + name() + " has no container " + name + "; it has " + String.join(", ", containerNames()));
        }
        return app;
    }

    /**
     * The container of that name; {@code pause} is the one that holds the namespace.
     *
     * @throws IllegalArgumentException if the pod has none of that name
     * @throws IllegalStateException if it has not been started yet
     */
    public ContainerInstance container(String name) {
        Optional<ContainerInstance> container = name.equals(Kubelet.PAUSE)
                ? Optional.ofNullable(pause)
                : app(name).instance();
        return container.orElseThrow(() -> new IllegalStateException(
                "container " + name + " of pod " + name() + " has not been started yet; advance() some time"));
    }
}
