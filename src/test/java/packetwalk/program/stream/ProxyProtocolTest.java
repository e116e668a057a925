package packetwalk.program.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packetwalk.Packetwalk.cluster;
import static packetwalk.WalkAssertions.answered;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import packetwalk.BalancerScope;
import packetwalk.Cluster;
import packetwalk.net.ProxyHeader;
import packetwalk.trace.Outcome;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;

/** Servers behind a balancer that says whom it speaks for, and who believes it. */
class ProxyProtocolTest {

    private static BalancerScope described(boolean expected) {
        var deployment = cluster()
                .node("10.100.0.2")
                .node("10.100.0.3")
                .outside("203.0.113.0/24")
                .host("203.0.113.9")
                .name("client")
                .deployment("web")
                .label("app", "web")
                .listen(8080);
        return (expected ? deployment.proxyProtocol() : deployment)
                .service("web")
                .type("NodePort")
                .selector("app", "web")
                .port(80, 8080)
                .nodePort(30080)
                .balancer("35.184.97.156")
                .port(80, 30080)
                .withoutHealthCheck();
    }

    private static Walk visit(Cluster k8s) {
        return k8s.host("client").get("http://35.184.97.156/");
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_expects_the_header_sees_the_client_behind_proxy_and_masquerading(ProxyHeader.Version version) {
        Walk walk = visit(described(true).proxyProtocol(version).up());
        answered(walk);
        assertTrue(walk.output().contains("you are 203.0.113.9"), walk::output);
        assertTrue(walk.steps(Step.Handled.class).stream()
                .anyMatch(step ->
                        step.event().equals("introduced") && step.reason().startsWith("PROXY header, " + version)));
    }

    @Test
    void without_the_header_the_server_sees_whoever_connects_last() {
        Walk walk = visit(described(false).up());
        answered(walk);
        assertTrue(walk.output().contains("you are 10."), walk::output);
    }

    @Test
    void a_server_that_expects_it_cuts_whoever_comes_without() {
        Walk walk = visit(described(true).up());
        assertEquals(Outcome.Kind.RESET, walk.outcome().kind());
        assertTrue(walk.steps(Step.Handled.class).stream()
                .anyMatch(step -> step.event().equals("cut") && step.reason().contains("malformed PROXY header")));
    }

    @Test
    void a_server_that_does_not_expect_it_takes_the_header_for_a_bad_request() {
        Walk walk = visit(described(false).proxyProtocol().up());
        assertTrue(walk.outcome().text().contains("400"), () -> walk.outcome().text());
    }
}
