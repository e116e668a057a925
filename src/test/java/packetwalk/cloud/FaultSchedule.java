package packetwalk.cloud;

import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import packetwalk.BalancerScope;
import packetwalk.Cluster;
import packetwalk.ClusterScope;
import packetwalk.Pod;
import packetwalk.trace.Load;

/** One seed's cluster, balancer and faults, and a load that goes on through all of them. */
final class FaultSchedule {

    private static final String VIP = "35.184.97.156";

    private final long seed;
    private final Random random;
    private final BalancerMode mode;
    private final boolean inCloud;
    private final boolean local;
    private final boolean checked;
    private final Cluster k8s;
    private final LegitimateLosses losses;
    private final List<String> told = new ArrayList<>();
    private final double begin;
    private Optional<String> off = Optional.empty();
    private boolean deletedWhileOff;

    FaultSchedule(long seed, boolean checked) {
        this.seed = seed;
        this.checked = checked;
        this.random = new Random(seed);
        this.mode = List.of(BalancerMode.values()).get(random.nextInt(BalancerMode.values().length));
        this.inCloud = checked && random.nextBoolean();
        this.local = inCloud && random.nextBoolean();
        this.k8s = build();
        HealthCheck check = inCloud ? HealthCheck.gce(10256, "/healthz") : HealthCheck.http(10256, "/healthz");
        this.losses = new LegitimateLosses(check, local);
        if (inCloud) {
            k8s.advance(Duration.ofSeconds(150));
        }
        if (local) {
            k8s.kubectl("patch svc web -p '{\"spec\":{\"externalTrafficPolicy\":\"Local\"}}'");
        }
        k8s.advance(Duration.ofSeconds(60));
        this.begin = now();
    }

    private Cluster build() {
        ClusterScope scope = cluster()
                .seed(seed)
                .node("10.100.0.2")
                .node("10.100.0.3")
                .node("10.100.0.4")
                .outside("203.0.113.0/24")
                .host("203.0.113.9")
                .name("client")
                .deployment("web")
                .replicas(3 + random.nextInt(3))
                .label("app", "web")
                .listen(8080)
                .service("web")
                .type("LoadBalancer")
                .selector("app", "web")
                .port(80, 8080)
                .nodePort(30080);
        if (inCloud) {
            return scope.cloud(CloudSpec.GCE.withMode(mode)).up();
        }
        BalancerScope balancer =
                scope.balancer(VIP).mode(mode).port(port(), 30080).scheduling(anyScheduling());
        return (checked ? balancer.healthCheck(HealthCheck.http(10256, "/healthz")) : balancer.withoutHealthCheck())
                .up();
    }

    private Scheduling anyScheduling() {
        return random.nextBoolean() ? Scheduling.ROUND_ROBIN : Scheduling.HASH;
    }

    private int port() {
        return !inCloud && mode == BalancerMode.PASS_THROUGH ? 30080 : 80;
    }

    private double now() {
        return k8s.now().toNanos() / 1e9;
    }

    /** Runs the load with everything that goes wrong meanwhile. */
    Load run() {
        int faults = 1 + random.nextInt(4);
        for (int i = 0; i < faults; i++) {
            k8s.after(Duration.ofMillis(2000 + random.nextInt(50_000)), this::fault);
        }
        return k8s.host("client")
                .load("http://" + VIP + ":" + port() + "/")
                .requests(320)
                .clients(2)
                .every(Duration.ofMillis(500))
                .timeout(Duration.ofSeconds(2))
                .run();
    }

    private void fault() {
        switch (random.nextInt(3)) {
            case 0 -> cutPower();
            case 1 -> delete();
            default -> crash();
        }
    }

    /** Pods of the Service that run on nodes that are on. */
    private List<Pod> running() {
        return k8s.pods().stream()
                .filter(pod -> "web".equals(pod.labels().get("app")))
                .filter(pod -> off.filter(pod.node().name()::equals).isEmpty())
                .filter(FaultSchedule::runs)
                .toList();
    }

    private static boolean runs(Pod pod) {
        try {
            return pod.container("web").running();
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private void cutPower() {
        if (off.isPresent()) {
            return;
        }
        String node = "node-" + (1 + random.nextInt(3));
        boolean enough = running().stream()
                        .filter(pod -> !pod.node().name().equals(node))
                        .count()
                >= 2;
        if (!enough) {
            return;
        }
        double at = now();
        boolean comesBack = random.nextInt(3) > 0;
        Duration span = Duration.ofMillis(3000 + random.nextInt(57_000));
        told.add(String.format("%.3f %s off%s", at - begin, node, comesBack ? " for " + span.toMillis() + " ms" : ""));
        losses.power(node, at, comesBack ? at + span.toNanos() / 1e9 : Double.POSITIVE_INFINITY);
        off = Optional.of(node);
        deletedWhileOff = false;
        k8s.node(node).powerOff();
        if (comesBack) {
            k8s.after(span, () -> {
                off = Optional.empty();
                k8s.node(node).powerOn();
            });
        }
    }

    private Optional<Pod> victim(int least) {
        List<Pod> pods = running();
        return pods.size() < least ? Optional.empty() : Optional.of(pods.get(random.nextInt(pods.size())));
    }

    private void delete() {
        // what replaces it may be bound to a node that is off, which nobody knows yet
        if (off.isPresent() && deletedWhileOff) {
            return;
        }
        victim(2).ifPresent(pod -> {
            deletedWhileOff = off.isPresent();
            told.add(String.format(
                    "%.3f %s on %s deleted",
                    now() - begin, pod.name(), pod.node().name()));
            losses.deleted(pod.name(), now());
            k8s.kubectl("delete pod " + pod.name());
        });
    }

    private void crash() {
        victim(2).ifPresent(pod -> {
            told.add(String.format(
                    "%.3f %s on %s crashed",
                    now() - begin, pod.name(), pod.node().name()));
            losses.crashed(pod.name(), now());
            pod.container("web").kill();
        });
    }

    LegitimateLosses losses() {
        return losses;
    }

    /** All that one needs to see it again. */
    @Override
    public String toString() {
        return "seed " + seed + ", " + mode + (inCloud ? " of a cloud" : "") + (local ? ", Local" : "") + ": "
                + told.stream().collect(Collectors.joining("; ")) + "\n" + losses + "\n"
                + k8s.balancer(VIP).history() + "\n" + k8s.kubectl("get pods -o wide");
    }
}
