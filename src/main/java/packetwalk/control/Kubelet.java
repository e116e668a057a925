package packetwalk.control;

import java.util.ArrayList;
import java.util.List;
import packetwalk.api.ContainerSpec;
import packetwalk.api.PodSpec;
import packetwalk.cni.BridgeNetwork;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.program.Server;
import packetwalk.runtime.ContainerInstance;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.runtime.Signal;

/**
 * What runs pods on one node: a sandbox with a pause container first, then the app containers that join it.
 *
 * <p>The pause container owns the network namespace and does nothing else. While it lives, app containers may die and
 * come back and the pod keeps its address; when it dies the sandbox is gone, and with it everything in it.
 */
public final class Kubelet {

    static final String PAUSE = "pause";

    private static final String PAUSE_IMAGE = "pause:3.0";

    private final ContainerRuntime runtime;
    private final BridgeNetwork network;
    private final List<PodSandbox> pods = new ArrayList<>();

    public Kubelet(ContainerRuntime runtime, BridgeNetwork network) {
        this.runtime = runtime;
        this.network = network;
    }

    public BridgeNetwork network() {
        return network;
    }

    /** Pods of this node, oldest first. */
    public List<PodSandbox> pods() {
        return List.copyOf(pods);
    }

    /** Starts a pod: namespace, network, pause container, app containers. */
    public PodSandbox start(PodSpec spec) {
        PodSandbox pod = new PodSandbox(spec);
        setUp(pod);
        for (ContainerSpec container : spec.containers()) {
            ContainerInstance instance = runtime.join(
                    "k8s_" + container.name() + "_" + spec.name() + "_default",
                    container.image(),
                    "/" + container.name(),
                    pod.namespace());
            pod.add(container.name(), instance);
            container.ports().stream()
                    .map(port -> Server.of(port.protocol(), port.containerPort(), spec.name()))
                    .forEach(instance::serve);
        }
        pods.add(pod);
        return pod;
    }

    private void setUp(PodSandbox pod) {
        NetworkNamespace namespace = runtime.machine().addNamespace(pod.spec().name());
        NetDevice device = network.attach(namespace);
        ContainerInstance pause =
                runtime.run("k8s_POD_" + pod.spec().name() + "_default", PAUSE_IMAGE, "/" + PAUSE, namespace);
        pod.begin(namespace, device, pause);
    }

    /** Ends one container of a pod, {@code pause} included: then the sandbox goes, and all that was in it. */
    public void end(PodSandbox pod, String container, Signal signal) {
        if (!container.equals(PAUSE)) {
            runtime.end(pod.container(container), signal);
            return;
        }
        if (pod.alive()) {
            pod.containers().forEach(each -> runtime.end(each, signal));
            network.detach(pod.namespace());
            runtime.machine().removeNamespace(pod.namespace());
            pod.end();
        }
    }

    /** Starts an ended container again; after the pause container's death that takes a new sandbox, and a new address. */
    public void restart(PodSandbox pod, String container) {
        if (container.equals(PAUSE) && !pod.alive()) {
            runtime.remove(pod.container(PAUSE));
            setUp(pod);
            for (ContainerInstance each : pod.appContainers()) {
                runtime.start(each, pod.namespace());
                pod.restarted();
            }
            return;
        }
        ContainerInstance instance = pod.container(container);
        if (!pod.alive()) {
            throw new IllegalStateException("container " + container + " of pod "
                    + pod.spec().name() + " has no sandbox to run in; restart " + PAUSE + ", and all follow");
        }
        if (!instance.running()) {
            runtime.start(instance);
            pod.restarted();
        }
    }
}
