package packetwalk.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import packetwalk.Cluster;

/** When the kubelet probes: pkg/kubelet/prober/worker.go. */
class ProbesTest {

    private final Cluster k8s = cluster().node("10.100.0.2").up();

    private void pod(String probes) {
        k8s.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers:
              - name: web
                image: web
                ports: [{containerPort: 8080}]
            """ + probes.indent(4));
    }

    private String status() {
        return k8s.kubectl("get pod web").lines().get(1);
    }

    private String restarts() {
        return status().trim().split(" +")[3];
    }

    private void pass(double seconds) {
        k8s.advance(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    @Test
    void readiness_is_asked_as_soon_as_the_container_has_started() {
        pod("readinessProbe: {httpGet: {path: /, port: 8080}}");
        pass(3);
        assertTrue(status().contains("1/1"), status());
    }

    @Test
    void an_initial_delay_ends_with_the_next_tick() {
        pod("readinessProbe: {httpGet: {path: /, port: 8080}, initialDelaySeconds: 5, periodSeconds: 10}");
        pass(10);
        assertTrue(status().contains("0/1"), "5 s have passed, but no tick since: " + status());
        pass(2);
        assertTrue(status().contains("1/1"), status());
    }

    @Test
    void liveness_is_first_asked_a_period_after_the_pod_came() {
        pod("livenessProbe: {httpGet: {path: /, port: 9999}, periodSeconds: 10, failureThreshold: 1}");
        pass(9);
        assertEquals("0", restarts());
        pass(5);
        assertEquals("1", restarts());
    }

    @Test
    void a_probe_that_waits_for_its_answer_misses_no_tick() {
        pod(
                "livenessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 3}");
        pass(3);
        k8s.pod("web").sh("iptables -A INPUT -p tcp --dport 8080 -j DROP");
        pass(15); // asked at 5, 10 and 15 s; the last answer is given up at 19 s
        assertEquals("0", restarts());
        pass(5);
        assertEquals("1", restarts());
    }

    @Test
    void a_startup_probe_holds_the_others_back() {
        pod("""
            startupProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 7}
            readinessProbe: {httpGet: {path: /, port: 8080}}
            """);
        pass(6);
        assertTrue(status().contains("0/1"), status());
        pass(2);
        assertTrue(status().contains("1/1"), "readiness is asked at once when it has started: " + status());
    }

    @Test
    void a_probe_by_name_of_a_host_finds_nobody() {
        pod("readinessProbe: {httpGet: {path: /, port: 8080, host: web.example, scheme: HTTPS}}");
        pass(3);
        assertTrue(
                k8s.kubectl("get events")
                        .text()
                        .contains("Readiness probe failed: Get \"https://web.example:8080/\": dial tcp:"
                                + " lookup web.example: no such host"),
                k8s.kubectl("get events")::text);
    }
}
