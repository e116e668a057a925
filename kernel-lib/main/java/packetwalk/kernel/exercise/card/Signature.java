package packetwalk.kernel.exercise.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The head of the method that a learner writes: {@code IpAddress askedFor(IpAddress dst, Cidr own)}. Its parameters are called what
 * the values are called that were drawn for them.
 *
 * @param returns the type of its value, as written
 */
public record Signature(String returns, String name, List<Parameter> parameters) {

    private static final Pattern HEAD =
            Pattern.compile("([A-Z][\\w<>, ]*?|int|double|boolean)\\s+(\\w+)\\s*\\((.*)\\)");

    private static final Pattern PARAMETER = Pattern.compile("([\\w<>, ]+?)\\s+(\\w+)");

    /** A comma that is not between angle brackets. */
    private static final Pattern COMMA = Pattern.compile(",\\s*(?![^<]*>)");

    /** One parameter. */
    public record Parameter(Type type, String name) {}

    /** The types that a parameter can have. */
    public enum Type {
        TEXT("String", "text"),
        NUMBER("int", "number"),
        TRUTH("boolean", "truth"),
        ADDRESS("IpAddress", "address"),
        INTERFACE("InterfaceAddress", "interfaceAddress"),
        CIDR("Cidr", "cidr"),
        TEXTS("List<String>", "texts"),
        CIDRS("List<Cidr>", "cidrs"),
        FIELDS("Map<String, String>", "fields");

        private final String java;
        private final String getter;

        Type(String java, String getter) {
            this.java = java;
            this.getter = getter;
        }

        /** As Java writes it. */
        public String java() {
            return java;
        }

        static Type of(String java) {
            for (Type type : values()) {
                if (type.java.equals(java.strip())) {
                    return type;
                }
            }
            throw new IllegalArgumentException("type " + java + " cannot be a parameter; take one of "
                    + Arrays.stream(values()).map(Type::java).collect(Collectors.joining(", ")));
        }

        /**
         * An expression of that type for {@code value}: a text, a number, a list or map of texts. Elements' types are written out: a compiler
         * that has to find out those of thirty nested maps takes seconds for it.
         */
        String literal(Object value) {
            return switch (this) {
                case TEXT -> quoted(value.toString());
                case NUMBER -> Integer.toString(Integer.parseInt(value.toString()));
                case TRUTH -> Boolean.toString(Boolean.parseBoolean(value.toString()));
                case ADDRESS, INTERFACE, CIDR -> java + ".parse(" + quoted(value.toString()) + ")";
                case TEXTS -> "List.<String>of(" + elements(TEXT, (List<?>) value) + ")";
                case CIDRS -> "List.<Cidr>of(" + elements(CIDR, (List<?>) value) + ")";
                case FIELDS ->
                    "Map.<String, String>ofEntries("
                            + ((Map<?, ?>) value)
                                    .entrySet().stream()
                                            .map(entry -> "Map.<String, String>entry("
                                                    + quoted(entry.getKey().toString()) + ", "
                                                    + quoted(entry.getValue().toString()) + ")")
                                            .collect(Collectors.joining(", "))
                            + ")";
            };
        }

        private static String elements(Type type, List<?> values) {
            return values.stream().map(type::literal).collect(Collectors.joining(", "));
        }
    }

    public Signature {
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads a head.
     *
     * @throws IllegalArgumentException if it is none, or has a parameter of a type that no value can be drawn for
     */
    public static Signature parse(String head) {
        Matcher matcher = HEAD.matcher(head.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "answer \"" + head + "\" is no head of a method; write it as IpAddress askedFor(IpAddress dst)");
        }
        List<Parameter> parameters = new ArrayList<>();
        if (!matcher.group(3).isBlank()) {
            for (String each : COMMA.split(matcher.group(3))) {
                parameters.add(parameter(each));
            }
        }
        return new Signature(matcher.group(1), matcher.group(2), parameters);
    }

    private static Parameter parameter(String text) {
        Matcher matcher = PARAMETER.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("parameter \"" + text + "\" has no type, or no name");
        }
        return new Parameter(Type.of(matcher.group(1)), matcher.group(2));
    }

    /** As Java writes it. */
    public String head() {
        return returns + " " + name + "("
                + parameters.stream()
                        .map(each -> each.type().java() + " " + each.name())
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** The whole method around {@code body}; what already is a whole cell stays as it is. */
    public String method(String body) {
        String text = body.stripTrailing();
        if (text.contains(" " + name + "(")) {
            return text;
        }
        return head() + " {\n" + text.indent(4) + "}";
    }

    /**
     * A call with {@code values} as literals: what another JVM is asked.
     *
     * @param values by the parameters' names
     */
    public String call(Map<String, Object> values) {
        return name + "("
                + parameters.stream()
                        .map(each -> each.type().literal(value(values, each)))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private Object value(Map<String, Object> values, Parameter parameter) {
        Object value = values.get(parameter.name());
        if (value == null) {
            throw new IllegalArgumentException(
                    "nothing is drawn for parameter " + parameter.name() + " of " + name + "; add it to draw or given");
        }
        return value;
    }

    /** As Java writes a value of its type of which nothing is known: {@code "?"}, {@code List.of("?")}, {@code Map.of("?", "?")}. */
    public String unknown() {
        if (returns.startsWith("List<")) {
            return "List.of(\"?\")";
        }
        return returns.startsWith("Map<") ? "Map.of(\"?\", \"?\")" : "\"?\"";
    }

    /** What a notebook's cell hands over: {@code given -> askedFor(given.address("dst"))}. */
    public String lambda() {
        return "given -> " + name + "("
                + parameters.stream()
                        .map(each -> "given." + each.type().getter + "(\"" + each.name() + "\")")
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** {@code text} as a literal of Java's, ASCII only. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (each < ' ') {
                        quoted.append(String.format(Locale.ROOT, "\\%03o", (int) each));
                    } else if (each > '~') {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
                    } else {
                        quoted.append(each);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
