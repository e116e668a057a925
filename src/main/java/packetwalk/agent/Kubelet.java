package packetwalk.agent;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import packetwalk.api.HostPorts;
import packetwalk.apiserver.ApiServer;
import packetwalk.cni.BridgeNetwork;
import packetwalk.cni.CniFault;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;
import packetwalk.runtime.ContainerInstance;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.runtime.Signal;
import packetwalk.time.Simulation;

/**
 * What runs pods on one node: a sandbox with a pause container first, then the app containers that join it.
 *
 * <p>The pause container owns the network namespace and does nothing else. While it lives, app containers may die and
 * come back and the pod keeps its address; when it dies the sandbox is gone, and with it everything in it. Init containers end well at once; exec
 * and lifecycle commands do nothing but take the time that {@code preStop.sleep} asks for.
 */
public final class Kubelet {

    static final String PAUSE = "pause";

    /** {@code genericPlegRelistPeriod}: how often it looks for containers that have ended. */
    private static final Duration RELIST = Duration.ofSeconds(1);

    /** {@code backOffPeriod}, without its jitter: when it tries again what failed. */
    private static final Duration BACKOFF = Duration.ofSeconds(10);

    private final ApiServer api;
    private final ContainerRuntime runtime;
    private final BridgeNetwork network;
    private final PodContainers containers;
    private final Sandboxes sandboxes;
    private final Supplier<Latencies> latencies;
    private final Simulation simulation;
    private final Prober prober;
    private final PodReports reports;
    private final Map<String, PodSandbox> pods = new LinkedHashMap<>();
    private boolean off;
    private int life;

    /**
     * A kubelet without pods.
     *
     * @param hostIps the node's own addresses
     * @param programs what containers run
     * @param latencies asked whenever something takes its time
     */
    public Kubelet(
            ApiServer api,
            ContainerRuntime runtime,
            BridgeNetwork network,
            PerFamily<IpAddress> hostIps,
            Programs programs,
            Supplier<Latencies> latencies) {
        this.api = api;
        this.runtime = runtime;
        this.network = network;
        this.containers = new PodContainers(runtime, programs);
        this.sandboxes = new Sandboxes(runtime, network, hostIps, containers);
        this.latencies = latencies;
        this.simulation = runtime.machine().host().simulation();
        this.prober = new Prober(runtime.machine().host());
        this.reports = new PodReports(api, runtime.machine().name(), hostIps, latencies);
    }

    public BridgeNetwork network() {
        return network;
    }

    public ContainerRuntime runtime() {
        return runtime;
    }

    /** Pods of this node, oldest first. */
    public List<PodSandbox> pods() {
        return List.copyOf(pods.values());
    }

    /** A pod of this node is new, or has changed. */
    void changed(Pod pod) {
        if (off) {
            return;
        }
        PodSandbox sandbox = pods.get(pod.getMetadata().getUid());
        boolean leaving = pod.getMetadata().getDeletionTimestamp() != null;
        if (sandbox == null && leaving) {
            reports.ended(pod);
        } else if (sandbox == null && !isTerminal(pod)) {
            admit(pod);
        } else if (sandbox != null) {
            sandbox.pod(pod);
            if (leaving && !sandbox.stopping()) {
                stop(sandbox);
            }
        }
    }

    /** A pod of this node has gone, whatever its kubelet thinks: forced. */
    void deleted(Pod pod) {
        PodSandbox sandbox = pods.get(pod.getMetadata().getUid());
        if (sandbox != null && !off) {
            tearDown(sandbox);
        }
    }

    /** The machine loses its power: every process ends, and nobody is told. */
    public void powerOff() {
        off = true;
        life++;
        for (PodSandbox sandbox : pods.values()) {
            sandbox.containers().forEach(each -> runtime.end(each, Signal.KILL));
            sandbox.apps().forEach(AppContainer::ended);
        }
    }

    /**
     * The machine has been started again: what is still bound to the node gets a new sandbox with a new address, and its
     * containers start once more; what was deleted meanwhile is gone for good.
     */
    public void powerOn() {
        if (!off) {
            return;
        }
        off = false;
        sandboxes.restart();
        for (PodSandbox sandbox : List.copyOf(pods.values())) {
            if (sandbox.alive()) {
                sandboxes.end(sandbox, Signal.KILL);
            }
            Optional<HasMetadata> bound = api.findByUid(sandbox.uid());
            bound.filter(Pod.class::isInstance).map(Pod.class::cast).ifPresent(sandbox::pod);
            boolean leaves = bound.isEmpty() || bound.get().getMetadata().getDeletionTimestamp() != null;
            if (leaves) {
                tearDown(sandbox);
                reports.ended(sandbox.pod());
            } else {
                later(latencies.get().sandbox(), sandbox, () -> resume(sandbox));
            }
        }
        api.podsOn(runtime.machine().name()).forEach(this::changed);
    }

    /** {@code SandboxChanged}: a new sandbox for a pod that had one, unless what ended in it must not start again. */
    private void resume(PodSandbox sandbox) {
        boolean begun = !sandbox.containers().isEmpty();
        if (begun && "Never".equals(sandbox.pod().getSpec().getRestartPolicy())) {
            reports.status(sandbox);
            return;
        }
        setUp(sandbox, () -> startAll(sandbox));
    }

    private static boolean isTerminal(Pod pod) {
        String phase = pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    // -- a pod's beginning

    /** {@code filterOutInactivePods()}: what has ended for good holds no port. */
    private List<Pod> active() {
        return pods.values().stream()
                .map(PodSandbox::pod)
                .filter(pod -> !isTerminal(pod))
                .toList();
    }

    private void admit(Pod pod) {
        if (HostPorts.clash(pod, active())) {
            reports.rejected(pod, "NodePorts", "Predicate NodePorts failed: " + HostPorts.TAKEN);
            return;
        }
        PodSandbox sandbox = new PodSandbox(pod, simulation.now());
        pods.put(sandbox.uid(), sandbox);
        later(latencies.get().sandbox(), sandbox, () -> setUp(sandbox, () -> startAll(sandbox)));
    }

    /** {@code delay} later, unless the pod has been told to stop meanwhile; what takes no time is done at once. */
    private void later(Duration delay, PodSandbox sandbox, Runnable action) {
        if (delay.isZero()) {
            action.run();
            return;
        }
        int now = life;
        simulation.after(delay.toNanos(), () -> {
            if (!sandbox.stopping() && life == now) {
                action.run();
            }
        });
    }

    /** Makes the sandbox, now or as soon as the network has room for it, and {@code then} goes on. */
    private void setUp(PodSandbox sandbox, Runnable then) {
        if (sandbox.alive()) {
            return; // somebody was quicker
        }
        try {
            sandboxes.begin(sandbox);
        } catch (CniFault fault) {
            reports.noSandbox(sandbox, fault);
            later(BACKOFF, sandbox, () -> setUp(sandbox, then));
            return;
        }
        reports.status(sandbox);
        then.run();
    }

    private void startAll(PodSandbox sandbox) {
        Duration after = Duration.ZERO;
        int inits = sandbox.pod().getSpec().getInitContainers().size();
        after = after.plus(latencies.get().container().multipliedBy(inits));
        for (AppContainer app : sandbox.apps()) {
            after = after.plus(latencies.get().container());
            later(after, sandbox, () -> {
                if (sandbox.alive() && !app.running()) { // a new sandbox starts all of them
                    start(sandbox, app);
                }
            });
        }
    }

    private void start(PodSandbox sandbox, AppContainer app) {
        ContainerInstance instance = app.instance().orElseGet(() -> containers.create(sandbox, app));
        runtime.launch(instance, sandbox.namespace());
        app.runs(instance);
        if (!instance.running()) {
            ended(sandbox, app);
            return;
        }
        reports.events().started(sandbox.pod(), app);
        reports.status(sandbox);
        prober.begin(sandbox, app, new Probed(sandbox, app));
    }

    // -- containers that end

    /** Ends one container of a pod, {@code pause} included: then the sandbox goes, and all that was in it. */
    public void end(PodSandbox sandbox, String container, Signal signal) {
        if (!container.equals(PAUSE)) {
            AppContainer app = sandbox.app(container);
            runtime.end(sandbox.container(container), signal);
            ended(sandbox, app);
            return;
        }
        if (sandbox.alive()) {
            sandboxes.end(sandbox, signal);
            reports.status(sandbox);
            later(RELIST, sandbox, () -> restart(sandbox, PAUSE));
        }
    }

    /** What follows from the probes of a container. */
    private final class Probed implements Prober.Listener {
        private final PodSandbox sandbox;
        private final AppContainer app;

        Probed(PodSandbox sandbox, AppContainer app) {
            this.sandbox = sandbox;
            this.app = app;
        }

        @Override
        public void changed() {
            reports.status(sandbox);
        }

        @Override
        public void unhealthy(String message) {
            reports.events().unhealthy(sandbox.pod(), app, message);
        }

        /** It is killed, and comes back as any that ended. */
        @Override
        public void failed(String probe) {
            if (sandbox.stopping()) {
                return; // StopLivenessAndStartup(): who is on the way out is not killed for being unwell
            }
            reports.events().failed(sandbox.pod(), app, probe);
            end(sandbox, app.name(), Signal.KILL);
        }
    }

    private void ended(PodSandbox sandbox, AppContainer app) {
        app.ended();
        reports.status(sandbox);
        comeBack(sandbox, app);
    }

    private void comeBack(PodSandbox sandbox, AppContainer app) {
        String policy = Objects.requireNonNullElse(sandbox.pod().getSpec().getRestartPolicy(), "Always");
        int code = app.instance().map(ContainerInstance::exitCode).orElse(0);
        if (policy.equals("Always") || (policy.equals("OnFailure") && code != 0)) {
            Duration wait = RELIST.plus(app.nextBackoff()).plus(latencies.get().container());
            later(wait, sandbox, () -> {
                if (sandbox.alive()) {
                    restart(sandbox, app.name());
                }
            });
            if (app.waiting()) {
                reports.backingOff(sandbox, app);
            }
        }
    }

    /** Starts an ended container again; after the pause container's death that takes a new sandbox, and a new address. */
    public void restart(PodSandbox sandbox, String container) {
        if (container.equals(PAUSE) && !sandbox.alive()) {
            sandbox.container(PAUSE); // throws if none was started yet
            setUp(sandbox, () -> sandbox.apps().forEach(app -> start(sandbox, app)));
            return;
        }
        if (!sandbox.alive()) {
            throw new IllegalStateException("container " + container + " of pod " + sandbox.name()
                    + " has no sandbox to run in; restart " + PAUSE + ", and all follow");
        }
        if (!sandbox.container(container).running()) {
            start(sandbox, sandbox.app(container));
        }
    }

    // -- a pod's end

    /** {@code killPod()}: preStop, then SIGTERM, which the servers here obey, then the sandbox, then the API's object. */
    private void stop(PodSandbox sandbox) {
        sandbox.stop();
        sandbox.apps().forEach(app -> reports.events().stopping(sandbox.pod(), app));
        Long grace = sandbox.pod().getMetadata().getDeletionGracePeriodSeconds();
        Duration sleep = Duration.ofSeconds(Math.min(preStop(sandbox.pod()), grace == null ? 0 : grace));
        Duration wait = sleep.plus(latencies.get().exit());
        simulation.after(wait.toNanos(), () -> {
            if (pods.containsKey(sandbox.uid()) && !off) {
                tearDown(sandbox);
                reports.ended(sandbox.pod());
            }
        });
    }

    /** The longest {@code lifecycle.preStop.sleep.seconds} of its containers; they run side by side. */
    private static long preStop(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(container -> container.getLifecycle())
                .filter(lifecycle -> lifecycle != null
                        && lifecycle.getPreStop() != null
                        && lifecycle.getPreStop().getSleep() != null)
                .mapToLong(lifecycle -> lifecycle.getPreStop().getSleep().getSeconds())
                .max()
                .orElse(0);
    }

    private void tearDown(PodSandbox sandbox) {
        sandbox.stop();
        pods.remove(sandbox.uid());
        if (sandbox.alive()) {
            sandboxes.end(sandbox, Signal.TERM);
        }
        sandbox.containers().forEach(runtime::remove);
    }
}
