package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** {@code kube-proxy-flows}: real packets through built machines. */
final class FlowVectors {

    private FlowVectors() {}

    static List<Outcome> run(JsonNode file, KubeProxyMode mode) {
        Stream<Outcome> flows = Scenario.elements(file.path("scenarios")).flatMap(scenario -> scenario(scenario, mode));
        Stream<Outcome> rules = Scenario.elements(file.path("ruleAssertions"))
                .map(each -> Outcome.of(each.path("sourceTest").asText(), () -> RuleAssertions.judge(each, mode)));
        return Stream.concat(flows, rules).toList();
    }

    private static Stream<Outcome> scenario(JsonNode scenario, KubeProxyMode mode) {
        String id = scenario.path("id").asText();
        return Scenario.elements(scenario.path("packets"))
                .map(packet -> Outcome.of(
                        id + ": " + packet.path("name").asText(),
                        () -> judge(Scenario.of(scenario, mode), FlowPacket.of(packet))));
    }

    private static Outcome judge(Scenario scenario, FlowPacket packet) {
        return new Outcome(
                scenario.id() + ": " + packet, FlowAnswers.ask(scenario, packet).differences(packet));
    }
}
