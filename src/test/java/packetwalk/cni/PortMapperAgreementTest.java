package packetwalk.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import packetwalk.fabric.Fabric;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;
import packetwalk.net.Protocol;
import packetwalk.tools.Shell;
import packetwalk.trace.Topology;

/** What the real plugin leaves in a node's nat table, ours leaves too: {@code src/test/go/portmap} asked it. */
class PortMapperAgreementTest {

    private final Shell node;
    private final PortMapper ours;

    PortMapperAgreementTest() {
        NetworkNamespace host =
                new Fabric(1, false).addMachine("node", Topology.Kind.NODE).host();
        this.node = new Shell(host);
        this.ours = new PortMapper(host, "cbr0", "cbr0");
    }

    static Stream<Arguments> questions() throws IOException {
        List<String> questions = text("portmap-questions.txt")
                .lines()
                .filter(line -> line.startsWith("{"))
                .toList();
        String[] answers = text("portmap-answers.txt").split("== [0-9]+\n");
        assertEquals(questions.size(), answers.length - 1, "answers are of other questions; run the Go program again");
        return IntStream.range(0, questions.size())
                .mapToObj(i -> Arguments.of(i + 1, questions.get(i), answers[i + 1]));
    }

    @ParameterizedTest(name = "question {0}")
    @MethodSource("questions")
    void the_plugin_writes_the_same_rules(int number, String question, String answer) throws IOException {
        JsonNode json = new ObjectMapper().readTree(question);
        json.path("before").forEach(command -> node.run(command.asText()));
        json.path("calls").forEach(this::call);
        String six = question.contains("::") ? rules("ip6tables") : "";
        assertEquals(answer, rules("iptables") + six + "route_localnet = " + routeLocalnet() + "\n");
    }

    private void call(JsonNode call) {
        String id = call.path("containerID").asText();
        List<PortMapping> mappings = new ArrayList<>();
        call.path("portMappings").forEach(each -> mappings.add(mapping(each)));
        if (call.path("command").asText().equals("ADD")) {
            ours.add(id, PerFamily.parse(call.path("address").asText(), InterfaceAddress::parse), mappings);
        } else {
            ours.delete(id, mappings);
        }
    }

    private static PortMapping mapping(JsonNode entry) {
        return new PortMapping(
                entry.path("hostPort").asInt(),
                entry.path("containerPort").asInt(),
                Protocol.named(entry.path("protocol").asText()).orElseThrow(),
                Optional.ofNullable(entry.get("hostIP")).map(ip -> IpAddress.parse(ip.asText())));
    }

    private String rules(String command) {
        StringBuilder rules = new StringBuilder();
        node.run(command + "-save -t nat")
                .lines()
                .filter(line -> line.startsWith(":") || line.startsWith("-"))
                .forEach(line -> rules.append(line.startsWith(":") ? line.substring(0, line.indexOf(" [")) : line)
                        .append('\n'));
        return rules.toString();
    }

    private String routeLocalnet() {
        return node.run("sysctl -n net.ipv4.conf.cbr0.route_localnet").strip();
    }

    private static String text(String file) throws IOException {
        try (InputStream stream = PortMapperAgreementTest.class.getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
