package packetwalk.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.api.PodSpec;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.runtime.ContainerInstance;

/** A pod that runs, or ran: its namespace, its pause container, its app containers. Changed by {@link Kubelet} alone. */
public final class PodSandbox {

    private final PodSpec spec;
    private final Map<String, ContainerInstance> apps = new LinkedHashMap<>();
    private @Nullable NetworkNamespace namespace;
    private @Nullable NetDevice device;
    private @Nullable ContainerInstance pause;
    private boolean alive;
    private int restarts;

    PodSandbox(PodSpec spec) {
        this.spec = spec;
    }

    public PodSpec spec() {
        return spec;
    }

    void begin(NetworkNamespace started, NetDevice connected, ContainerInstance pausing) {
        namespace = started;
        device = connected;
        pause = pausing;
        alive = true;
    }

    void add(String name, ContainerInstance container) {
        apps.put(name, container);
    }

    void end() {
        alive = false;
    }

    /** Whether its pause container lives, and so the namespace. */
    public boolean alive() {
        return alive;
    }

    /**
     * The namespace that all of its containers share.
     *
     * @throws IllegalStateException if the pause container is dead, and the namespace with it
     */
    public NetworkNamespace namespace() {
        NetworkNamespace present = namespace;
        if (!alive || present == null) {
            throw new IllegalStateException("pod " + spec.name()
                    + " has no network namespace: its pause container is dead; restart " + Kubelet.PAUSE);
        }
        return present;
    }

    /** Its address; empty while it has no sandbox. */
    public Optional<IpAddress> address() {
        return alive && device != null
                ? device.addresses().stream().findFirst().map(each -> each.address())
                : Optional.empty();
    }

    void restarted() {
        restarts++;
    }

    /** How often one of its app containers was started again. */
    public int restarts() {
        return restarts;
    }

    /** All containers, pause first. */
    public List<ContainerInstance> containers() {
        List<ContainerInstance> all = new ArrayList<>();
        all.add(Objects.requireNonNull(pause, "a pod has a pause container from its first moment"));
        all.addAll(apps.values());
        return all;
    }

    /** The containers that the spec names. */
    public List<ContainerInstance> appContainers() {
        return List.copyOf(apps.values());
    }

    /** Names by which {@link #container} finds them, {@code pause} first. */
    public List<String> containerNames() {
        List<String> names = new ArrayList<>(List.of(Kubelet.PAUSE));
        names.addAll(apps.keySet());
        return names;
    }

    /**
     * The container of that name; {@code pause} is the one that holds the namespace.
     *
     * @throws IllegalArgumentException if the pod has none of that name
     */
    public ContainerInstance container(String name) {
        ContainerInstance container = name.equals(Kubelet.PAUSE) ? pause : apps.get(name);
        if (container == null) {
            throw new IllegalArgumentException("pod " + spec.name() + " has no container " + name + "; it has "
                    + String.join(", ", containerNames()));
        }
        return container;
    }
}
