package packetwalk.kubectl;

import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import java.util.List;
import packetwalk.Cluster;

/** Clusters that have, between them, everything that a cluster of ours can look like. */
final class Situations {

    private Situations() {}

    static List<Situation> all() {
        return List.of(
                articles(),
                rollouts(),
                sets(),
                PodSituations.inTrouble(),
                PodSituations.atLength(),
                ServiceSituations.services(),
                ServiceSituations.ingresses(),
                nodes(),
                namespaces());
    }

    static Cluster threeNodes() {
        return cluster()
                .node("10.100.0.2")
                .node("10.100.0.3")
                .node("10.100.0.4")
                .up();
    }

    static Situation at(Cluster k8s, int seconds) {
        return Situation.of(k8s.advance(Duration.ofSeconds(seconds)));
    }

    /** Two pods of a Service, as the articles have them. */
    private static Situation articles() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .pod("server-1")
                .label("app", "service_test_pod")
                .listen(8080)
                .node("10.100.0.3")
                .pod("server-2")
                .label("app", "service_test_pod")
                .listen(8080)
                .pod("client")
                .service("service-test")
                .clusterIp("10.3.241.152")
                .selector("app", "service_test_pod")
                .port(80, 8080)
                .up();
        return at(k8s, 130)
                .and(
                        "get pods -o name",
                        "get pods -o json",
                        "get pods,svc -o yaml",
                        "get pods -l app=service_test_pod",
                        "get pods -l app!=service_test_pod -o name",
                        "get pods -n kube-public",
                        "get pods --no-headers",
                        "get pods -o jsonpath={.items[*].status.podIP}",
                        "get svc service-test -o jsonpath={.spec.ports[0].port}",
                        "get pod nobody",
                        "get gods",
                        "describe pods",
                        "describe pod server",
                        "describe pod nobody");
    }

    /** Deployments: scaled, rolled out twice, in the midst of a roll-out, one that cannot go on. */
    private static Situation rollouts() {
        Cluster k8s = threeNodes();
        k8s.apply(deployment("web", 3, "strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}"));
        k8s.apply(deployment("api", 2, "minReadySeconds: 5"));
        k8s.apply(deployment("again", 2, "strategy: {type: Recreate}"));
        k8s.apply(deployment("stuck", 2, "progressDeadlineSeconds: 20"));
        k8s.advance(Duration.ofSeconds(60));
        k8s.kubectl("rollout restart deployment api");
        k8s.kubectl("rollout restart deployment again");
        k8s.kubectl("scale deployment api --replicas=5");
        k8s.kubectl("patch deployment stuck -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"disk\":\"none\"}}}}}'");
        k8s.advance(Duration.ofSeconds(90));
        k8s.kubectl("rollout restart deployment web");
        return at(k8s, 2)
                .and(
                        "rollout history deployment web",
                        "rollout history deployment api",
                        "rollout history deployment",
                        "rollout history deployment web --revision=1",
                        "rollout history deployment web --revision=7",
                        "wait --for=condition=Available deployment/api",
                        "wait --for=condition=available=true deploy api",
                        "wait --for=jsonpath={.status.replicas}=5 deployment/api");
    }

    static String deployment(String name, int replicas, String more) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, labels: {app: %1$s}, annotations: {kubernetes.io/change-cause: first}}
                spec:
                  replicas: %2$d
                  %3$s
                  selector: {matchLabels: {app: %1$s}, matchExpressions: [{key: tier, operator: In, values: [front, back]}]}
                  template:
                    metadata: {labels: {app: %1$s, tier: front}}
                    spec:
                      containers:
                      - {name: %1$s, image: "nginx:1.27", ports: [{name: http, containerPort: 80}], readinessProbe: {httpGet: {port: http}}}
                """.formatted(name, replicas, more);
    }

    /** A StatefulSet that rolls out, one with a partition, a DaemonSet of some nodes, one that is not well everywhere. */
    private static Situation sets() {
        Cluster k8s = threeNodes();
        k8s.kubectl("label node " + k8s.nodes().get(0).name() + " disk=fast");
        k8s.apply(set("StatefulSet", "db", "serviceName: db", ""));
        k8s.apply(set("StatefulSet", "queue", "podManagementPolicy: Parallel", ""));
        k8s.apply(set("DaemonSet", "agent", "updateStrategy: {type: OnDelete}", "nodeSelector: {disk: fast}"));
        k8s.apply(set("DaemonSet", "everywhere", "minReadySeconds: 2", ""));
        k8s.advance(Duration.ofSeconds(60));
        k8s.pods().stream()
                .filter(pod -> pod.name().startsWith("everywhere"))
                .findFirst()
                .orElseThrow()
                .answerWith(503);
        k8s.kubectl("scale statefulset db --replicas=3");
        k8s.kubectl(
                "patch statefulset queue -p '{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":1}}}}'");
        k8s.advance(Duration.ofSeconds(30));
        k8s.kubectl("patch statefulset db -p"
                + " '{\"spec\":{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":5}}}}'");
        return at(k8s, 32);
    }

    private static String set(String kind, String name, String spec, String pod) {
        return """
                apiVersion: apps/v1
                kind: %1$s
                metadata: {name: %2$s}
                spec:
                  %3$s
                  selector: {matchLabels: {app: %2$s}}
                  template:
                    metadata: {labels: {app: %2$s}}
                    spec:
                      %4$s
                      containers:
                      - {name: main, image: "app:1", ports: [{containerPort: 80}], readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}}
                """.formatted(kind, name, spec, pod);
    }

    /** Nodes that are well, cordoned, tainted, dead, and of some role. */
    private static Situation nodes() {
        Cluster k8s = cluster()
                .node("10.100.0.2")
                .name("control")
                .node("10.100.0.3")
                .name("cordoned")
                .node("10.100.0.4")
                .name("tainted")
                .node("10.100.0.5")
                .name("dead")
                .node("10.100.0.6")
                .name("busy")
                .up();
        k8s.kubectl("label node control node-role.kubernetes.io/control-plane= node-role.kubernetes.io/etcd=");
        k8s.kubectl("cordon cordoned");
        k8s.kubectl(
                "patch node tainted -p"
                        + " '{\"spec\":{\"taints\":[{\"key\":\"b\",\"value\":\"c\",\"effect\":\"NoSchedule\"},{\"key\":\"a\",\"effect\":\"NoExecute\"}]}}'");
        k8s.apply(deployment("web", 6, ""));
        k8s.advance(Duration.ofSeconds(60));
        k8s.kubectl("scale deployment web --replicas=8");
        k8s.node("dead").powerOff();
        return at(k8s, 90);
    }

    /** Namespaces that are there and that are going. */
    private static Situation namespaces() {
        Cluster k8s = threeNodes();
        k8s.apply("""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: one}, annotations: {owner: somebody}}}
                ---
                {apiVersion: v1, kind: Namespace, metadata: {name: going}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: last, namespace: going}, spec: {containers: [{name: main, image: "app:1", lifecycle: {preStop: {sleep: {seconds: 20}}}}]}}
                ---
                {apiVersion: v1, kind: Pod, metadata: {name: first, namespace: shop}, spec: {containers: [{name: main, image: "app:1"}]}}
                """);
        k8s.advance(Duration.ofSeconds(700));
        k8s.kubectl("delete namespace going");
        return at(k8s, 3).and("get pods -A", "get pods -n shop", "get all -n kube-public", "get ns,pods -A");
    }
}
