package packetwalk.kernel.grade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.kernel.report.CheckResult;
import packetwalk.kernel.report.Evidence;
import packetwalk.kernel.report.GradeReport;
import packetwalk.kernel.report.Isolation;
import packetwalk.kernel.report.Status;
import packetwalk.kernel.report.SubmissionReport;

/** Reports as JSON and back: what workers say, and what a graded submission is known by when the command is run again. */
final class Reports {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Reports() {}

    static String write(SubmissionReport report) {
        ObjectNode json = JSON.createObjectNode()
                .put("learner", report.learner())
                .put("notebook", report.notebook())
                .put("isolation", report.isolation().name())
                .put("release", report.release())
                .put("took", report.took().toString());
        texts(json.putArray("notices"), report.notices());
        ArrayNode exercises = json.putArray("exercises");
        report.exercises().forEach(each -> exercises.add(of(each)));
        return json.toPrettyString() + "\n";
    }

    static SubmissionReport read(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("this is no report: " + broken.getOriginalMessage(), broken);
        }
        List<GradeReport> exercises = new ArrayList<>();
        json.path("exercises").forEach(each -> exercises.add(exercise(each)));
        return new SubmissionReport(
                json.path("learner").asText(),
                json.path("notebook").asText(),
                exercises,
                Isolation.valueOf(json.path("isolation").asText()),
                texts(json.path("notices")),
                json.path("release").asText(),
                Duration.parse(json.path("took").asText()));
    }

    private static ObjectNode of(GradeReport report) {
        ObjectNode json = JSON.createObjectNode()
                .put("exercise", report.exercise())
                .put("title", report.title())
                .put("seed", report.seed())
                .put("version", report.version());
        ArrayNode checks = json.putArray("checks");
        report.checks().forEach(each -> checks.add(of(each)));
        return json;
    }

    private static ObjectNode of(CheckResult check) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", check.id())
                .put("title", check.title())
                .put("status", check.status().name())
                .put("points", check.points())
                .put("max", check.max())
                .put("message", check.message());
        check.misconception().ifPresent(name -> json.put("misconception", name));
        check.evidence().ifPresent(evidence -> {
            ObjectNode shown = json.putObject("evidence")
                    .put("situation", evidence.situation())
                    .put("command", evidence.command())
                    .put("said", evidence.said())
                    .put("happened", evidence.happened());
            texts(shown.putArray("yours"), evidence.yours());
            texts(shown.putArray("right"), evidence.right());
        });
        return json;
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static GradeReport exercise(JsonNode json) {
        List<CheckResult> checks = new ArrayList<>();
        json.path("checks").forEach(each -> checks.add(check(each)));
        return new GradeReport(
                json.path("exercise").asText(),
                json.path("title").asText(),
                checks,
                json.path("seed").asLong(),
                json.path("version").asText());
    }

    private static CheckResult check(JsonNode json) {
        JsonNode shown = json.path("evidence");
        return new CheckResult(
                json.path("id").asText(),
                json.path("title").asText(),
                Status.valueOf(json.path("status").asText()),
                json.path("points").asDouble(),
                json.path("max").asDouble(),
                Optional.ofNullable(json.get("misconception")).map(JsonNode::asText),
                json.path("message").asText(),
                shown.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Evidence(
                                shown.path("situation").asText(),
                                shown.path("command").asText(),
                                shown.path("said").asText(),
                                shown.path("happened").asText(),
                                texts(shown.path("yours")),
                                texts(shown.path("right")))));
    }
}
