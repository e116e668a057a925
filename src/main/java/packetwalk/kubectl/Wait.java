package packetwalk.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.api.ApiFault;
import packetwalk.api.Json;
import packetwalk.api.Kinds;
import packetwalk.apiserver.ApiServer;

/**
 * {@code kubectl wait --for=condition=Ready pod/web}: lets virtual time pass until it is so, or 30 s have gone by. Others:
 * {@code --for=condition=Ready=false}, {@code --for=delete}, {@code --for=jsonpath={.status.phase}=Running}.
 *
 * @see <a href="https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/wait/condition.go">condition.go</a>
 */
final class Wait {
    private static final Pattern CONDITION = Pattern.compile("condition=(?<type>[^=]+)(=(?<status>.*))?");
    private static final Pattern JSONPATH = Pattern.compile("jsonpath='?(?<path>\\{.*})'?(=(?<value>[^}]*))?");
    private static final Pattern SPAN = Pattern.compile("(?<number>\\d{1,9})(?<unit>ms|s|m|h)");
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration A_WEEK = Duration.ofDays(7);

    private final ApiServer api;
    private final Machines machines;

    Wait(ApiServer api, Machines machines) {
        this.api = api;
        this.machines = machines;
    }

    String run(Arguments arguments) {
        String what = arguments
                .flag("for")
                .orElseThrow(() -> ApiFault.badRequest(
                        "must specify --for, such as --for=condition=Ready, --for=delete or --for=jsonpath={.a}=b"));
        Duration most = arguments.flag("timeout").map(Wait::span).orElse(USUAL);
        boolean gone = what.equals("delete");
        Predicate<JsonNode> met = gone ? any -> false : predicate(what);
        List<HasMetadata> objects = objects(arguments, gone);
        if (objects.isEmpty() && !gone) {
            throw ApiFault.badRequest("no matching resources found");
        }
        List<String> lines = new ArrayList<>();
        for (HasMetadata object : objects) {
            String uid = object.getMetadata().getUid();
            BooleanSupplier done = () ->
                    api.findByUid(uid).map(each -> met.test(Json.tree(each))).orElse(gone);
            if (!machines.await(done, most)) {
                throw ApiFault.badRequest("timed out waiting for the condition on "
                        + Kinds.of(object).plural() + "/" + object.getMetadata().getName());
            }
            lines.add(Get.name(object) + " condition met");
        }
        return String.join("\n", lines);
    }

    /** Which are meant; to wait for the end of what is not there is no error. */
    private List<HasMetadata> objects(Arguments arguments, boolean gone) {
        try {
            return Selection.of(api, machines, arguments).objects();
        } catch (ApiFault fault) {
            if (gone && fault.reason() == ApiFault.Reason.NOT_FOUND) {
                return List.of();
            }
            throw fault;
        }
    }

    private static Predicate<JsonNode> predicate(String what) {
        Matcher condition = CONDITION.matcher(what);
        if (condition.matches()) {
            String status = Optional.ofNullable(condition.group("status")).orElse("true");
            String type = condition.group("type");
            return object -> hasCondition(object, type, status);
        }
        Matcher path = JSONPATH.matcher(what);
        if (path.matches()) {
            JsonPath expression = new JsonPath(path.group("path"));
            Optional<String> value =
                    Optional.ofNullable(path.group("value")).map(each -> each.replaceAll("^['\"]|['\"]$", ""));
            return object -> value.map(expression.print(object)::equals)
                    .orElseGet(() -> !expression.print(object).isEmpty());
        }
        throw ApiFault.badRequest("unrecognized condition: \"" + what
                + "\"; there are condition=TYPE, condition=TYPE=STATUS, delete and jsonpath={PATH}=VALUE");
    }

    /** As far as whoever writes the status has seen the last change of the spec. */
    private static boolean hasCondition(JsonNode object, String type, String status) {
        long generation = object.at("/metadata/generation").asLong();
        long observed = object.at("/status/observedGeneration").asLong(generation);
        for (JsonNode each : object.at("/status/conditions")) {
            if (each.path("type").asText().equalsIgnoreCase(type)) {
                return each.path("observedGeneration").asLong(observed) >= generation
                        && each.path("status").asText().equalsIgnoreCase(status);
            }
        }
        return false;
    }

    /** {@code 90s}, {@code 1m30s}; {@code 0} asks once, and what is below zero waits for a week. */
    private static Duration span(String text) {
        if (text.startsWith("-")) {
            return A_WEEK;
        }
        Matcher part = SPAN.matcher(text);
        Duration span = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            long number = Long.parseLong(part.group("number"));
            span = span.plus(
                    switch (part.group("unit")) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    });
            end = part.end();
        }
        if (end != text.length() && !text.equals("0")) {
            throw ApiFault.badRequest("invalid argument \"" + text
                    + "\" for \"--timeout\" flag: time: invalid duration \"" + text + "\"; such as 90s or 1m30s");
        }
        return span;
    }
}
