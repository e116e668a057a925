package packetwalk.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import packetwalk.api.ApiFault;

/**
 * {@code -o jsonpath=…}: text, {@code {.a.b[0]['c.d']}}, {@code [*]}, {@code [?(@.type=="Ready")]}, {@code ..name}, {@code
 * {range …}{end}} and {@code {"\n"}}. Left out: slices, unions, arithmetic.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/jsonpath/">JSONPath Support</a>
 */
final class JsonPath {
    private static final Pattern PART =
            Pattern.compile("\\{\\s*(?<expression>(?:\"[^\"]*\"|'[^']*'|[^{}\"'])*)\\s*}|(?<text>[^{}]+)");
    private static final Pattern STEP = Pattern.compile("\\.\\.(?<deep>[\\w-]+)"
            + "|\\.(?<field>[^.\\[\\]]*(?:\\\\\\.[^.\\[\\]]*)*)"
            + "|\\[\\?\\(@(?<path>[^=!<>()]+?)\\s*(?<op>==|!=)\\s*(?<value>[^)]+)\\)]"
            + "|\\['(?<quoted>[^']+)']"
            + "|\\[(?<index>\\*|-?\\d+)]");

    private final String template;
    private final List<String> parts = new ArrayList<>();

    /** A template; quotes around it, as a shell needs them, are taken off. */
    JsonPath(String template) {
        String bare = template.strip();
        boolean quoted = bare.length() > 1 && bare.matches("(?s)'.*'|\".*\"");
        String inner = quoted ? bare.substring(1, bare.length() - 1) : bare;
        this.template = inner.contains("{") ? inner : "{" + inner + "}";
        Matcher part = PART.matcher(this.template);
        int end = 0;
        while (part.find() && part.start() == end) {
            String expression = part.group("expression");
            parts.add(expression == null ? "\"" + part.group("text") : "{" + expression.strip());
            end = part.end();
        }
        if (end != this.template.length()) {
            throw fault("it ends in the midst of something");
        }
    }

    /** What it finds in a tree, as text. */
    String print(JsonNode root) {
        StringBuilder text = new StringBuilder();
        print(0, parts.size(), root, root, text);
        return text.toString();
    }

    private void print(int first, int end, JsonNode root, JsonNode here, StringBuilder text) {
        for (int i = first; i < end; i++) {
            String part = parts.get(i);
            if (part.startsWith("\"")) {
                text.append(part.substring(1));
            } else if (part.startsWith("{range ")) {
                int close = close(i);
                for (JsonNode each : find(part.substring("{range ".length()).strip(), here)) {
                    print(i + 1, close, root, each, text);
                }
                i = close;
            } else if (part.startsWith("{\"") || part.startsWith("{'")) {
                text.append(part.substring(2, part.length() - 1).translateEscapes());
            } else {
                String path = part.substring(1);
                JsonNode from = path.startsWith("$") ? root : here;
                text.append(find(path, from).stream().map(JsonPath::text).collect(Collectors.joining(" ")));
            }
        }
    }

    private int close(int range) {
        int depth = 0;
        for (int i = range; i < parts.size(); i++) {
            if (parts.get(i).startsWith("{range ")) {
                depth++;
            } else if (parts.get(i).equals("{end") && --depth == 0) {
                return i;
            }
        }
        throw fault("a {range} has no {end}");
    }

    private List<JsonNode> find(String path, JsonNode from) {
        List<JsonNode> found = List.of(from);
        String rest = path.replaceFirst("^[@$]", "");
        if (!rest.isEmpty() && !rest.startsWith(".") && !rest.startsWith("[")) {
            rest = "." + rest;
        }
        Matcher step = STEP.matcher(rest);
        int end = 0;
        while (step.find() && step.start() == end) {
            found = found.stream().flatMap(each -> step(step, each).stream()).toList();
            end = step.end();
        }
        if (end != rest.length()) {
            throw fault("\"" + rest.substring(end) + "\" is no step of a path");
        }
        return found;
    }

    private List<JsonNode> step(Matcher step, JsonNode from) {
        if (step.group("deep") != null) {
            return from.findValues(step.group("deep"));
        }
        if (step.group("path") != null) {
            return filtered(step, from);
        }
        if (step.group("index") != null) {
            return indexed(step.group("index"), from);
        }
        String name = step.group("quoted") == null ? step.group("field").replace("\\.", ".") : step.group("quoted");
        if (name.isEmpty()) {
            return List.of(from);
        }
        if (name.equals("*")) {
            return elements(from);
        }
        return from.has(name) ? List.of(from.get(name)) : List.of();
    }

    private List<JsonNode> filtered(Matcher step, JsonNode from) {
        String value = step.group("value").strip().replaceAll("^[\"']|[\"']$", "");
        boolean equal = step.group("op").equals("==");
        String path = step.group("path").strip();
        return elements(from).stream()
                .filter(each ->
                        find(path, each).stream().anyMatch(found -> text(found).equals(value)) == equal)
                .toList();
    }

    private static List<JsonNode> indexed(String index, JsonNode from) {
        List<JsonNode> all = elements(from);
        if (index.equals("*")) {
            return all;
        }
        int number = Integer.parseInt(index);
        int place = number < 0 ? all.size() + number : number;
        return place >= 0 && place < all.size() ? List.of(all.get(place)) : List.of();
    }

    private static List<JsonNode> elements(JsonNode from) {
        List<JsonNode> all = new ArrayList<>();
        from.forEach(all::add);
        return all;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private ApiFault fault(String why) {
        return ApiFault.badRequest("error parsing jsonpath " + template + ": " + why);
    }
}
