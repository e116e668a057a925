package packetwalk.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;

/** What kubectl does where there are machines: it waits, reaches into pods, and hears of nodes. */
class KubectlOnClusterTest {

    private static final String TWO_CONTAINERS = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers:
              - {name: main, image: "app:1", ports: [{containerPort: 80}]}
              - {name: side, image: "side:1"}
            """;

    private final Cluster k8s = cluster()
            .node("10.100.0.2")
            .pod("server")
            .listen(8080)
            .node("10.100.0.3")
            .pod("client")
            .up();

    private String run(String command) {
        return k8s.kubectl(command).text();
    }

    private void refuses(String message, String command) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> k8s.kubectl(command))
                        .getMessage());
    }

    private long seconds() {
        return k8s.now().toSeconds();
    }

    @Test
    void wait_lets_virtual_time_pass_until_it_is_so() {
        k8s.apply(TWO_CONTAINERS);
        long before = seconds();
        assertEquals("pod/web condition met", run("wait --for=condition=Ready pod/web"));
        assertTrue(seconds() - before <= 3, () -> "took until " + k8s.now());
        assertEquals("pod/web condition met", run("wait --for=jsonpath='{.status.phase}'=Running pod web"));
        run("delete pod web");
        assertEquals("pod/web condition met", run("wait --for=delete pod/web"));
        refuses("pods \"web\" not found", "wait --for=condition=Ready pod/web");
        assertEquals("", run("wait --for=delete pod/web"));
    }

    @Test
    void wait_gives_up_after_its_time() {
        long before = seconds();
        refuses(
                "timed out waiting for the condition on pods/server",
                "wait --for=condition=Ready=false --timeout=1m30s pod/server");
        assertEquals(90, seconds() - before);
        refuses(
                "must specify --for, such as --for=condition=Ready, --for=delete or --for=jsonpath={.a}=b",
                "wait pod/server");
    }

    @Test
    void exec_runs_what_a_pods_prompt_knows() {
        String server = k8s.pod("server").address().toString();
        assertTrue(run("exec client -- ip route").startsWith("default via 10.0.2.1 dev "));
        assertTrue(run("exec -it client -- curl -s http://" + server + ":8080/").contains("server"));
        assertTrue(
                run("exec pod/client -- ping -c 1 " + server).contains("1 received"),
                run("exec client -- ping -c 1 " + server));
        refuses(
                "cat: /etc/motd: No such file or directory; it shows the lists that rules name in"
                        + " /proc/net/xt_recent/, /proc/net/ipt_hashlimit/",
                "exec client -- cat /etc/motd");
        refuses("pods \"nobody\" not found", "exec nobody -- ip addr");
        refuses(
                "you must specify a pod, and a command behind two dashes: exec POD [-c CONTAINER] -- COMMAND",
                "exec client");
    }

    @Test
    void exec_shows_what_a_pod_knows_names_by() {
        k8s.apply("{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}");
        assertEquals("""
                search default.svc.cluster.local svc.cluster.local cluster.local
                nameserver 10.3.240.10
                options ndots:5""", run("exec client -- cat /etc/resolv.conf"));
        assertTrue(
                run("exec client -- cat /etc/hosts").endsWith(k8s.pod("client").address() + "\tclient"));
    }

    @Test
    void exec_goes_into_a_container_that_runs() {
        k8s.apply(TWO_CONTAINERS);
        refuses("unable to upgrade connection: container not found (\"main\")", "exec web -- ip addr");
        k8s.advance(Duration.ofSeconds(5));
        assertTrue(run("exec web -- ip -br addr").startsWith("Defaulted container \"main\" out of: main, side\n"));
        assertTrue(run("exec web -c side -- ip -br addr").startsWith("lo "));
        refuses("container no is not valid for pod web out of: main, side", "exec web -c no -- ip addr");
    }

    @Test
    void logs_are_what_a_container_has_printed() {
        k8s.apply(TWO_CONTAINERS.replace("side:1\"", "side:1\", ports: [{containerPort: 80}]"));
        k8s.advance(Duration.ofMillis(900));
        refuses("container \"main\" in pod \"web\" is waiting to start: ContainerCreating", "logs web");
        k8s.advance(Duration.ofSeconds(60));
        assertEquals("", run("logs web -c main"));
        assertEquals("listen tcp 0.0.0.0:80: bind: address already in use", run("logs web -c side --tail=1"));
        assertEquals("Defaulted container \"main\" out of: main, side", run("logs web"));
    }

    @Test
    void a_pods_events_tell_what_its_kubelet_did() {
        k8s.apply(TWO_CONTAINERS.replace(
                "ports: [{containerPort: 80}]",
                "ports: [{containerPort: 80}], livenessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}"));
        k8s.advance(Duration.ofSeconds(5));
        k8s.pod("web").answerWith(500);
        k8s.advance(Duration.ofSeconds(60));
        String text = run("describe pod web");
        for (String line : new String[] {
            "spec.containers{main}: Container image \"app:1\" already present on machine and can be accessed by the pod",
            "spec.containers{side}: Container started",
            "spec.containers{main}: Liveness probe failed: HTTP probe failed with statuscode: 500",
            "spec.containers{main}: Container main failed liveness probe, will be restarted",
            "spec.containers{main}: Back-off restarting failed container main in pod web_default("
        }) {
            assertTrue(text.contains(line), text);
        }
        assertTrue(run("get pods").contains("CrashLoopBackOff"), run("get pods"));
    }

    @Test
    void a_rollout_is_undone() {
        k8s.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "nginx:1.26"}]}
                """);
        run("wait --for=condition=Available deployment/web");
        refuses("no rollout history found for deployment \"web\"", "rollout undo deployment/web");
        run(
                "patch deployment web -p '{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"nginx:1.27\"}]}}}}'");
        k8s.advance(Duration.ofSeconds(20));
        assertTrue(run("rollout undo deployment/web").endsWith("\ndeployment.apps/web rolled back"));
        k8s.advance(Duration.ofSeconds(20));
        assertEquals("nginx:1.26", run("get deployment web -o jsonpath={.spec.template.spec.containers[0].image}"));
        refuses("unable to find specified revision 9 in history", "rollout undo deployment/web --to-revision=9");
    }

    @Test
    void a_node_is_heard_of_every_five_minutes_and_renews_its_lease_every_ten_seconds() {
        k8s.advance(Duration.ofSeconds(615));
        String text = run("describe node node-1");
        assertTrue(text.contains("RenewTime:       Thu, 01 Jan 2026 00:10:10 +0000"), text);
        assertTrue(
                text.contains(
                        "Ready            True    Thu, 01 Jan 2026 00:10:00 +0000   Thu, 01 Jan 2026 00:00:00 +0000"),
                text);
        k8s.node("node-1").powerOff();
        k8s.advance(Duration.ofMinutes(20));
        text = run("describe node node-1");
        assertTrue(text.contains("RenewTime:       Thu, 01 Jan 2026 00:10:10 +0000"), text);
        assertTrue(
                text.contains(
                        "Ready            Unknown   Thu, 01 Jan 2026 00:10:00 +0000   Thu, 01 Jan 2026 00:11:05 +0000"),
                text);
    }

    @Test
    void tells_its_version_and_the_kinds_that_there_are() {
        assertEquals("""
                Client Version: v1.37.2
                Kustomize Version: v5.8.1
                Server Version: v1.37.2""", run("version"));
        String kinds = run("api-resources");
        assertTrue(kinds.startsWith("NAME "), kinds);
        assertTrue(
                kinds.contains("deployments      deploy       apps/v1                true         Deployment"), kinds);
        assertTrue(run("api-resources --namespaced=false -o name").startsWith("namespaces\nnodes"));
        refuses(
                "--watch is not modelled: time stands still while kubectl runs; advance() it, and get again",
                "get pods -w");
    }
}
