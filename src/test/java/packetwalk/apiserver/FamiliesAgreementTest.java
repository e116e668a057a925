package packetwalk.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import packetwalk.Kept;
import packetwalk.api.ApiFault;
import packetwalk.api.Manifests;
import packetwalk.apiserver.allocation.ServiceRanges;
import packetwalk.net.Cidr;
import packetwalk.net.PerFamily;
import packetwalk.time.Simulation;

/**
 * Of which families Services are, and how many addresses they get, in clusters of one family and of both: what the real API
 * server's allocators said to 2,412 questions, made and changed, is kept; {@code src/test/go/apiserver/families.go} asked them.
 */
class FamiliesAgreementTest {

    private static final Pattern ADDRESS = Pattern.compile("fd00:10:96::[0-9a-f]+|10\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    private static final Set<String> NAMED = Set.of("10.96.0.30", "fd00:10:96::30");

    @Test
    void services_get_the_families_and_addresses_that_the_api_server_gives_them() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> questions = Kept.read(FamiliesAgreementTest.class, "families.jsonl.gz");
        assertEquals(2412, questions.size());
        for (String line : questions) {
            JsonNode question = json.readTree(line);
            List<String> answers = new ArrayList<>();
            question.path("answers").forEach(each -> answers.add(each.asText()));
            assertEquals(answers, ours(question), line);
        }
    }

    private static List<String> ours(JsonNode question) {
        List<Cidr> ranges = new ArrayList<>();
        question.path("cluster")
                .forEach(family ->
                        ranges.add(Cidr.parse(family.asText().equals("IPv4") ? "10.96.0.0/12" : "fd00:10:96::/112")));
        ApiServer api = new ApiServer(new Simulation(1), ServiceRanges.of(new PerFamily<>(ranges)));
        List<String> answers = new ArrayList<>();
        question.path("steps").forEach(step -> answers.add(anonymous(answer(api, step.toString()))));
        return answers;
    }

    private static String answer(ApiServer api, String manifest) {
        Service wanted = (Service) Manifests.read(manifest).objects().get(0);
        try {
            boolean there = api.find(Service.class, "default", "web").isPresent();
            Service stored = there ? api.update(wanted) : api.create(wanted);
            return Objects.requireNonNullElse(stored.getSpec().getIpFamilyPolicy(), "none") + " "
                    + list(stored.getSpec().getIpFamilies()) + " "
                    + list(stored.getSpec().getClusterIPs());
        } catch (ApiFault refused) {
            return refused.getMessage();
        }
    }

    /** As Go prints it. */
    private static String list(List<String> all) {
        return "[" + String.join(" ", all) + "]";
    }

    private static String anonymous(String text) {
        return ADDRESS.matcher(text)
                .replaceAll(ip ->
                        NAMED.contains(ip.group()) ? ip.group() : ip.group().contains(":") ? "IPv6" : "IPv4");
    }
}
