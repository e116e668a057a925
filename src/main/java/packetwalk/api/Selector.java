package packetwalk.api;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are meant, by their labels: all requirements hold. Kubernetes' {@code labels.Selector}.
 *
 * @param requirements sorted by key; none selects everything
 */
public record Selector(List<Requirement> requirements) {

    /** Selects everything. */
    public static final Selector EVERYTHING = new Selector(List.of());

    private static final Pattern SET = Pattern.compile("(?<key>\\S+)\\s+(?<op>in|notin)\\s*\\((?<values>[^()]*)\\)");
    private static final Pattern COMPARISON =
            Pattern.compile("(?<key>[^=!<>\\s]+)\\s*(?<op>==?|!=|<|>)\\s*(?<value>\\S*)");
    private static final Pattern COMMA_OUTSIDE = Pattern.compile(",(?![^(]*\\))");

    /** How a requirement compares. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER,
        LESS
    }

    /** One condition on one label. */
    public record Requirement(String key, Operator operator, List<String> values) {

        public Requirement {
            values = List.copyOf(values);
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER -> isNumber(value) && Long.parseLong(value) > Long.parseLong(values.get(0));
                case LESS -> isNumber(value) && Long.parseLong(value) < Long.parseLong(values.get(0));
            };
        }

        private static boolean isNumber(@Nullable String value) {
            return value != null && value.matches("-?\\d{1,18}");
        }

        @Override
        public String toString() {
            String list = values.stream().sorted().collect(Collectors.joining(","));
            return switch (operator) {
                case IN -> values.size() == 1 ? key + "=" + list : key + " in (" + list + ")";
                case NOT_IN -> values.size() == 1 ? key + "!=" + list : key + " notin (" + list + ")";
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
                case GREATER -> key + ">" + list;
                case LESS -> key + "<" + list;
            };
        }
    }

    public Selector {
        requirements = requirements.stream()
                .sorted(Comparator.comparing(Requirement::key))
                .toList();
    }

    /** Each label with its value, as a Service selects. */
    public static Selector of(Map<String, String> labels) {
        return new Selector(labels.entrySet().stream()
                .map(label -> new Requirement(label.getKey(), Operator.IN, List.of(label.getValue())))
                .toList());
    }

    /** {@code matchLabels} and {@code matchExpressions}, both. */
    public static Selector of(LabelSelector selector) {
        List<Requirement> all = new ArrayList<>();
        if (selector.getMatchLabels() != null) {
            all.addAll(of(selector.getMatchLabels()).requirements);
        }
        for (LabelSelectorRequirement expression : selector.getMatchExpressions()) {
            Operator operator = switch (expression.getOperator()) {
                case "In" -> Operator.IN;
                case "NotIn" -> Operator.NOT_IN;
                case "Exists" -> Operator.EXISTS;
                case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
                default ->
                    throw new IllegalArgumentException(
                            "\"" + expression.getOperator() + "\" is not a valid label selector operator");
            };
            all.add(new Requirement(expression.getKey(), operator, expression.getValues()));
        }
        return new Selector(all);
    }

    /**
     * What stands behind {@code -l}: {@code app=web,tier!=db,env in (a, b),!old}.
     *
     * @throws ApiFault if it is none of that
     */
    public static Selector parse(String text) {
        List<Requirement> all = new ArrayList<>();
        for (String part : COMMA_OUTSIDE.split(text, -1)) {
            if (!text.isBlank()) {
                all.add(requirement(part.strip(), text));
            }
        }
        return new Selector(all);
    }

    private static Requirement requirement(String part, String whole) {
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            List<String> values = List.of(set.group("values").split(",", -1)).stream()
                    .map(String::strip)
                    .toList();
            return new Requirement(
                    set.group("key"), set.group("op").equals("in") ? Operator.IN : Operator.NOT_IN, values);
        }
        Matcher comparison = COMPARISON.matcher(part);
        if (comparison.matches()) {
            Operator operator = switch (comparison.group("op")) {
                case "!=" -> Operator.NOT_IN;
                case "<" -> Operator.LESS;
                case ">" -> Operator.GREATER;
                default -> Operator.IN;
            };
            return new Requirement(comparison.group("key"), operator, List.of(comparison.group("value")));
        }
        if (part.matches("!?[A-Za-z0-9][-A-Za-z0-9_./]*")) {
            boolean not = part.startsWith("!");
            return new Requirement(part.replace("!", ""), not ? Operator.DOES_NOT_EXIST : Operator.EXISTS, List.of());
        }
        throw ApiFault.badRequest("unable to parse requirement: \"" + part + "\" of \"" + whole
                + "\"; write key=value, key!=value, key in (a,b), key or !key, joined by commas");
    }

    /** Labels that whatever is meant has with that very value; there may be further requirements. */
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Requirement each : requirements) {
            if (each.operator() == Operator.IN && each.values().size() == 1) {
                labels.put(each.key(), each.values().get(0));
            }
        }
        return labels;
    }

    /** Whether an object with these labels is meant. */
    public boolean matches(@Nullable Map<String, String> labels) {
        Map<String, String> present = labels == null ? Map.of() : labels;
        for (Requirement requirement : requirements) {
            if (!requirement.matches(present)) {
                return false;
            }
        }
        return true;
    }

    /** As {@code kubectl} prints it: {@code app=web,env in (a,b)}. */
    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
