package packetwalk.agent;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpHeaders;
import packetwalk.program.ProbeClient;
import packetwalk.program.Url;
import packetwalk.runtime.ContainerInstance;

/**
 * The kubelet's probes, each by packets from the node to the pod: startup until it passes, then readiness and liveness.
 *
 * <p>{@code httpGet} passes on 200 to 399, {@code tcpSocket} and {@code grpc} on a connection; an {@code exec} command is
 * taken to succeed for as long as the container runs. Workers tick as the kubelet's do, pkg/kubelet/prober/worker.go: since the
 * pod came, or, for readiness, since the container started; what falls before the initial delay waits for the next tick.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/">Probes</a>
 */
final class Prober {

    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(10);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

    private final NetworkNamespace node;

    Prober(NetworkNamespace node) {
        this.node = node;
    }

    /**
     * Begins to probe a container that has just started, until it ends.
     *
     * @param told what comes of it
     */
    void begin(PodSandbox sandbox, AppContainer app, Listener told) {
        ContainerInstance run = app.instance().orElseThrow();
        Run of = new Run(sandbox, app, run, run.changed(), told);
        Probe startup = app.spec().getStartupProbe();
        if (startup != null) {
            of.cycle("Startup", startup, passed -> {
                app.started(passed);
                if (passed) {
                    told.changed();
                    of.beginSteady();
                } else {
                    told.failed("startup");
                }
                return false;
            });
        } else {
            of.beginSteady();
        }
    }

    /** Who is told of a container's probes. */
    interface Listener {

        /** It became ready, or no longer is. */
        void changed();

        /** One answer was not as it should be; that, and why, in the kubelet's words. */
        void unhealthy(String message);

        /** It failed its startup or liveness probe, and must go. */
        void failed(String probe);
    }

    /** What to do with a result that has held often enough; whether to go on probing. */
    private interface Verdict {
        boolean reached(boolean passed);
    }

    /** The probes of one run of a container. */
    private final class Run {
        private final PodSandbox sandbox;
        private final AppContainer app;
        private final ContainerInstance instance;
        private final long since;
        private final Listener told;

        Run(PodSandbox sandbox, AppContainer app, ContainerInstance instance, long since, Listener told) {
            this.sandbox = sandbox;
            this.app = app;
            this.instance = instance;
            this.since = since;
            this.told = told;
        }

        void beginSteady() {
            Probe readiness = app.spec().getReadinessProbe();
            if (readiness != null) {
                cycleFromNow("Readiness", readiness, passed -> {
                    if (app.ready() != passed) {
                        app.ready(passed);
                        told.changed();
                    }
                    return true;
                });
            }
            Probe liveness = app.spec().getLivenessProbe();
            if (liveness != null) {
                cycle("Liveness", liveness, passed -> {
                    if (!passed) {
                        told.failed("liveness");
                    }
                    return passed;
                });
            }
        }

        /** Its worker has been ticking since the pod came: {@code worker.run()}. */
        void cycle(String name, Probe probe, Verdict verdict) {
            new Cycle(this, name, probe, verdict, sandbox.taken()).awaitTick();
        }

        /** A readiness worker is told at once that its container has started, and ticks from then on. */
        void cycleFromNow(String name, Probe probe, Verdict verdict) {
            new Cycle(this, name, probe, verdict, node.simulation().now()).ask();
        }

        /** Whether this run is still the one that was begun. */
        boolean goesOn() {
            return instance.running() && instance.changed() == since && sandbox.alive();
        }
    }

    /** One probe of one run, asked over and over. */
    private final class Cycle {
        private final Run run;
        private final String name;
        private final Probe probe;
        private final Verdict verdict;
        private final long anchor;
        private long asked;
        private boolean last;
        private int inARow;

        /** @param anchor when its ticker began, on the simulation's clock */
        Cycle(Run run, String name, Probe probe, Verdict verdict, long anchor) {
            this.run = run;
            this.name = name;
            this.probe = probe;
            this.verdict = verdict;
            this.anchor = anchor;
            this.asked = node.simulation().now();
        }

        void ask() {
            if (!run.goesOn()) {
                return;
            }
            asked = node.simulation().now();
            if (Duration.ofNanos(asked - run.since).compareTo(seconds(probe.getInitialDelaySeconds(), Duration.ZERO))
                    < 0) {
                awaitTick();
                return;
            }
            Optional<String> unknown = unknownPort();
            if (unknown.isPresent()) {
                // As the kubelet does: an error is told, and counts as no answer at all
                run.told.unhealthy(name + " probe errored and resulted in unknown state: strconv.Atoi: parsing \""
                        + unknown.get() + "\": invalid syntax");
                awaitTick();
                return;
            }
            send(answer -> {
                if (run.goesOn()) {
                    if (!answer.passed()) {
                        run.told.unhealthy(name + " probe failed: " + answer.words());
                    }
                    heard(answer.passed());
                }
            });
        }

        /** The name of the port to be asked, if the container gives it to none of its ports. */
        private Optional<String> unknownPort() {
            IntOrString port = probe.getHttpGet() != null
                    ? probe.getHttpGet().getPort()
                    : probe.getTcpSocket() != null ? probe.getTcpSocket().getPort() : new IntOrString(1);
            return Optional.ofNullable(port.getStrVal()).filter(any -> number(port) == 0);
        }

        /** A Go ticker keeps one tick that nobody had time for. */
        private void awaitTick() {
            long period = seconds(probe.getPeriodSeconds(), DEFAULT_PERIOD).toNanos();
            long next = asked + period - Math.floorMod(asked - anchor, period);
            long wait = Math.max(0, next - node.simulation().now());
            node.simulation().after(wait, this::ask);
        }

        private void heard(boolean passed) {
            inARow = passed == last ? inARow + 1 : 1;
            last = passed;
            int needed = passed
                    ? Objects.requireNonNullElse(probe.getSuccessThreshold(), 1)
                    : Objects.requireNonNullElse(probe.getFailureThreshold(), 3);
            if (inARow < needed || verdict.reached(passed)) {
                awaitTick();
            }
        }

        private void send(Consumer<ProbeClient.Answer> answer) {
            Duration timeout = seconds(probe.getTimeoutSeconds(), DEFAULT_TIMEOUT);
            IpAddress pod = run.sandbox.address().orElseThrow();
            if (probe.getHttpGet() != null) {
                http(probe.getHttpGet(), pod, timeout, answer);
            } else if (probe.getTcpSocket() != null) {
                ProbeClient.tcp(node, pod, number(probe.getTcpSocket().getPort()), timeout, answer);
            } else if (probe.getGrpc() != null) {
                ProbeClient.tcp(node, pod, probe.getGrpc().getPort(), timeout, answer);
            } else {
                answer.accept(ProbeClient.Answer.YES); // as long as it runs
            }
        }

        private void http(HTTPGetAction get, IpAddress pod, Duration timeout, Consumer<ProbeClient.Answer> answer) {
            String path = Objects.requireNonNullElse(get.getPath(), "/").replace(" ", "%20");
            String host = Objects.requireNonNullElse(get.getHost(), "");
            Url url = new Url(
                    "HTTPS".equals(get.getScheme()),
                    host.isEmpty() ? pod.toString() : host,
                    number(get.getPort()),
                    path.startsWith("/") ? path : "/" + path);
            List<HttpHeaders.Field> headers = get.getHttpHeaders().stream()
                    .map(each -> new HttpHeaders.Field(each.getName(), Objects.requireNonNullElse(each.getValue(), "")))
                    .toList();
            if (IpAddress.isAddress(url.host())) {
                ProbeClient.http(node, url, new HttpHeaders(headers), timeout, answer);
            } else {
                // a node's own resolver knows no names
                answer.accept(new ProbeClient.Answer(
                        false, "Get \"" + url + "\": dial tcp: lookup " + url.host() + ": no such host"));
            }
        }

        /** A port by its number, or by the name that the container gives it. */
        private int number(IntOrString port) {
            return port.getStrVal() == null
                    ? port.getIntVal()
                    : run.app.spec().getPorts().stream()
                            .filter(each -> port.getStrVal().equals(each.getName()))
                            .findFirst()
                            .map(each -> each.getContainerPort())
                            .orElse(0);
        }
    }

    private static Duration seconds(@Nullable Integer value, Duration otherwise) {
        return value == null ? otherwise : Duration.ofSeconds(value);
    }
}
