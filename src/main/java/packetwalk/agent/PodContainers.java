package packetwalk.agent;

import io.fabric8.kubernetes.api.model.ContainerPort;
import java.util.Objects;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.Protocol;
import packetwalk.program.HttpServer;
import packetwalk.program.Server;
import packetwalk.runtime.ContainerInstance;
import packetwalk.runtime.ContainerRuntime;

/**
 * Makes the containers of pods: the pause container, and for each of the spec one that is what its ports say, HTTP that answers
 * with the pod's name on TCP, echo on UDP. With {@code --proxy-protocol} among its arguments, the former is for balancers that
 * say first whom they speak for.
 */
final class PodContainers {

    private static final String PAUSE_IMAGE = "pause:3.0";
    private static final String PROXY_PROTOCOL = "--proxy-protocol";

    private final ContainerRuntime runtime;
    private final Programs programs;

    PodContainers(ContainerRuntime runtime, Programs programs) {
        this.runtime = runtime;
        this.programs = programs;
    }

    /** The one that holds a pod's namespace; it runs. On the host's network there is nothing to hold, and it joins. */
    ContainerInstance pause(PodSandbox sandbox, NetworkNamespace namespace) {
        String name = name(sandbox, "POD");
        return sandbox.onHostNetwork()
                ? runtime.join(name, PAUSE_IMAGE, "/" + Kubelet.PAUSE, namespace)
                : runtime.run(name, PAUSE_IMAGE, "/" + Kubelet.PAUSE, namespace);
    }

    /** One of the spec's; it does not run yet. */
    ContainerInstance create(PodSandbox sandbox, AppContainer app) {
        ContainerInstance instance =
                runtime.create(name(sandbox, app.name()), app.spec().getImage(), "/" + app.name(), sandbox.namespace());
        Optional<Server> program = programs.of(app.spec());
        if (program.isPresent()) {
            instance.serve(program.get());
            return instance;
        }
        for (ContainerPort port : app.spec().getPorts()) {
            Protocol protocol = Protocol.named(Objects.requireNonNullElse(port.getProtocol(), "TCP"))
                    .orElse(Protocol.TCP);
            boolean introduced =
                    protocol == Protocol.TCP && app.spec().getArgs().contains(PROXY_PROTOCOL);
            if (introduced) {
                HttpServer plain = new HttpServer(port.getContainerPort(), sandbox.name(), instance.statuses());
                instance.serve(plain.listenProxyProtocol());
            } else if (protocol == Protocol.TCP || protocol == Protocol.UDP) {
                instance.serve(Server.of(protocol, port.getContainerPort(), sandbox.name(), instance.statuses()));
            }
        }
        return instance;
    }

    /** Docker's name for a container of a pod: {@code k8s_CONTAINER_POD_NAMESPACE}. */
    private static String name(PodSandbox sandbox, String container) {
        return "k8s_" + container + "_" + sandbox.name() + "_"
                + sandbox.pod().getMetadata().getNamespace();
    }
}
