package packetwalk.kernel.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Questions as JShell snippets for another JVM, and its answers as data. That JVM needs the simulator on its class path and nothing else.
 *
 * <p>Evaluate {@link #before}, then the learner's cell, then {@link #calls} and {@link #ask}; the value of the last is what {@link #read} takes. Names carry a
 * nonce, so that no cell can have written them before.
 */
public final class Snippets {

    /** As a notebook's session has it, the library's part but for what is not there. */
    private static final List<String> IMPORTS = List.of(
            "java.util.*",
            "java.util.function.*",
            "java.util.stream.*",
            "packetwalk.*",
            "static packetwalk.Packetwalk.*",
            "packetwalk.net.*",
            "packetwalk.trace.*",
            "packetwalk.linux.*",
            "packetwalk.agent.*");

    /** Longer is no answer to any exercise. */
    private static final int LONGEST = 1 << 20;

    /** The same of one answer: the judge reads each of its words. */
    private static final int LONGEST_ANSWER = 20_000;

    private static final int DEEPEST = 16;

    /** The method of {@link #asking} that asks all questions; what it returns is the text that {@link #read} takes. */
    public static final String ASK = "all";

    /** A switch and not one lambda each: a compiler that has to find out what thirty lambdas are takes ten times as long. */
    private static final String CALLS = """
            class NAMECalls {
                static java.lang.Object call(int number) throws java.lang.Throwable {
                    switch (number) {
            CASES
                        default: throw new java.lang.IllegalArgumentException();
                    }
                }
                static java.lang.String ASK() {
                    var all = new java.util.StringJoiner(", ", "{\\"nonce\\": \\"NAME\\", \\"answers\\": [", "]}");
                    for (int number = 0; number < COUNT; number++) {
                        java.lang.String one;
                        try {
                            one = NAME.value(call(number));
                        } catch (java.lang.Throwable thrown) {
                            one = NAME.threw(thrown);
                        }
                        all.add(one);
                    }
                    return all.toString();
                }
            }
            """;

    /** Values as JSON, by the JDK's means alone and without lambdas, which a new JVM takes long to link; qualified throughout, since a cell may have a class of any name. */
    private static final String ENCODER = """
            class NAME {
                static java.lang.String value(java.lang.Object value) {
                    return "{\\"value\\": " + json(value, 0) + "}";
                }
                static java.lang.String threw(java.lang.Throwable thrown) {
                    return "{\\"threw\\": " + text(thrown.toString()) + "}";
                }
                static java.lang.String json(java.lang.Object value, int depth) {
                    if (value == null || depth > 8) {
                        throw new java.lang.IllegalArgumentException(value == null ? "null is no answer" : "the answer is too deep");
                    }
                    if (value instanceof java.lang.Number || value instanceof java.lang.Boolean) {
                        return value.toString();
                    }
                    if (value instanceof java.util.Map<?, ?> map) {
                        var all = new java.util.StringJoiner(", ", "{", "}");
                        for (java.util.Map.Entry<?, ?> each : map.entrySet()) {
                            all.add(text(java.lang.String.valueOf(each.getKey())) + ": " + json(each.getValue(), depth + 1));
                        }
                        return all.toString();
                    }
                    if (value instanceof double[] numbers) {
                        return java.util.Arrays.toString(numbers);
                    }
                    if (value instanceof java.lang.Object[] several) {
                        return json(java.util.Arrays.asList(several), depth);
                    }
                    if (value instanceof java.lang.Iterable<?> several) {
                        var all = new java.util.StringJoiner(", ", "[", "]");
                        for (java.lang.Object each : several) {
                            all.add(json(each, depth + 1));
                        }
                        return all.toString();
                    }
                    return text(value.toString());
                }
                static java.lang.String text(java.lang.String text) {
                    var quoted = new java.lang.StringBuilder("\\"");
                    for (char each : text.toCharArray()) {
                        boolean plain = each >= ' ' && each <= '~' && each != '"' && each != '\\\\';
                        quoted.append(plain ? java.lang.String.valueOf(each) : java.lang.String.format("\\\\u%04x", (int) each));
                    }
                    return quoted.append('"').toString();
                }
            }
            """;

    private final Questions questions;
    private final String name;

    private Snippets(Questions questions, String name) {
        this.questions = questions;
        this.name = name;
    }

    /** For one evaluation; {@code nonce} is letters and digits that nobody can guess. */
    public static Snippets of(Questions questions, String nonce) {
        if (!nonce.matches("[A-Za-z0-9]+")) {
            throw new IllegalArgumentException("nonce \"" + nonce + "\" is no part of a name; take letters and digits");
        }
        return new Snippets(questions, "Answers" + nonce);
    }

    /** What comes before the learner's cell. */
    public List<String> before() {
        List<String> snippets = new ArrayList<>();
        IMPORTS.forEach(each -> snippets.add("import " + each + ";"));
        snippets.add(ENCODER.replace("NAME", name));
        return snippets;
    }

    /** What comes after it: a class with a call for each question. */
    public String calls() {
        StringBuilder cases = new StringBuilder();
        List<String> calls = questions.calls();
        for (int i = 0; i < calls.size(); i++) {
            cases.append("case ")
                    .append(i)
                    .append(": return ")
                    .append(calls.get(i))
                    .append(";\n");
        }
        return CALLS.replace("NAME", name)
                .replace("ASK", ASK)
                .replace("COUNT", Integer.toString(calls.size()))
                .replace("CASES", cases.toString());
    }

    /** What the class of {@link #calls} is called. */
    public String asking() {
        return name + "Calls";
    }

    /** The expression that asks all questions; its value is a text. */
    public String ask() {
        return asking() + "." + ASK + "()";
    }

    /** What JShell gives as a text's value is a literal; this is the text. What the encoder writes is ASCII, so nothing else is escaped. */
    public static String unquoted(String literal) {
        return literal.length() < 2
                ? ""
                : literal.substring(1, literal.length() - 1)
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\");
    }

    /**
     * The answers in {@code text}, one for each question. It trusts nothing: whatever is not as the encoder writes it is
     * {@link Failure#NO_VALUE} for all.
     */
    public List<Answer> read(String text) {
        if (text.length() > LONGEST) {
            return questions.failed(Failure.TOO_LARGE, text.length() + " characters");
        }
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(DEEPEST);
        options.setAllowDuplicateKeys(false);
        try {
            // JSON is YAML, and this reader makes nothing but texts, numbers, lists and maps
            Object all = new Yaml(new SafeConstructor(options)).load(text);
            if (all instanceof Map<?, ?> map
                    && name.equals(map.get("nonce"))
                    && map.get("answers") instanceof List<?> answers
                    && answers.size() == questions.size()) {
                return answers.stream().map(Snippets::answer).toList();
            }
        } catch (YAMLException strange) {
            return questions.failed(Failure.NO_VALUE, "");
        }
        return questions.failed(Failure.NO_VALUE, "");
    }

    private static Answer answer(Object each) {
        if (each instanceof Map<?, ?> map && map.get("value") != null && isData(map.get("value"))) {
            int length = map.get("value").toString().length();
            return length <= LONGEST_ANSWER
                    ? new Answer.Value(map.get("value"))
                    : new Answer.Failed(Failure.TOO_LARGE, "an answer of " + length + " characters");
        }
        if (each instanceof Map<?, ?> map && map.get("threw") instanceof String threw) {
            return threw(threw);
        }
        return new Answer.Failed(Failure.NO_VALUE, "");
    }

    /** What a method's exception says of it. */
    static Answer threw(String thrown) {
        return switch (thrown) {
            case "java.lang.UnsupportedOperationException: your code here" ->
                new Answer.Failed(Failure.NOT_WRITTEN, "");
            // what the encoder says, here and in a notebook
            case "java.lang.IllegalArgumentException: null is no answer" -> new Answer.Failed(Failure.NO_VALUE, "");
            default -> new Answer.Failed(Failure.THREW, thrown);
        };
    }

    private static boolean isData(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().allMatch(Snippets::isData);
        }
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().allMatch(String.class::isInstance)
                    && map.values().stream().allMatch(Snippets::isData);
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }
}
