package packetwalk.kernel.exercise.world;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.ClusterScope;
import packetwalk.Packetwalk;

/**
 * Reads the chain of calls that a notebook shows, {@code cluster().node("10.100.0.2").pod("web").listen(8080)}, and makes the
 * scope that it stands for.
 *
 * <p>It is Java, but little of it: one chain of public methods of the scopes, with texts, whole numbers, {@code true} and {@code false}
 * as arguments, and what a parameter's own type makes of such: {@code ProxyMode.IPTABLES}, {@code Duration.ofSeconds(5)},
 * {@code HealthCheck.http(10256, "/healthz")}. No other name means anything, so reading one runs nothing but the scopes.
 */
final class Description {

    /** A blank, a comment, or a token: a text, a number, a name with dots within, or a sign. */
    private static final Pattern TOKEN =
            Pattern.compile("\\s+|//[^\\n]*|(\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d+|\\w+(?:\\.\\w+)*|[.(),])");

    private final String text;
    private final List<String> tokens;
    private int next;

    private Description(String text) {
        this.text = text;
        this.tokens = tokens(text);
    }

    /** Throws IllegalArgumentException naming what of {@code text} is not such a chain, or what a scope refuses. */
    static ClusterScope read(String text) {
        return new Description(text).chain();
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("description has \""
                        + text.substring(at).lines().findFirst().orElse("")
                        + "\", which is no part of a chain of calls");
            }
            if (matcher.group(1) != null) {
                tokens.add(matcher.group(1));
            }
            at = matcher.end();
        }
        return tokens;
    }

    private ClusterScope chain() {
        expect("cluster");
        expect("(");
        expect(")");
        ClusterScope scope = Packetwalk.cluster();
        while (next < tokens.size()) {
            expect(".");
            String name = take();
            scope = call(scope, name, arguments());
        }
        return scope;
    }

    private List<String> arguments() {
        expect("(");
        List<String> arguments = new ArrayList<>();
        while (!peek().equals(")")) {
            if (!arguments.isEmpty()) {
                expect(",");
            }
            arguments.add(argument());
        }
        expect(")");
        return arguments;
    }

    /** One argument; a call within, as {@code Duration.ofSeconds(5)}, stays one text. */
    private String argument() {
        String argument = take();
        return !argument.startsWith("\"") && peek().equals("(")
                ? argument + "(" + String.join(", ", arguments()) + ")"
                : argument;
    }

    private String peek() {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("description ends too early: " + text.strip());
        }
        return tokens.get(next);
    }

    private String take() {
        String token = peek();
        next++;
        return token;
    }

    private void expect(String token) {
        String found = take();
        if (!found.equals(token)) {
            throw new IllegalArgumentException("description has \"" + found + "\" where \"" + token + "\" belongs");
        }
    }

    private static ClusterScope call(ClusterScope scope, String name, List<String> arguments) {
        for (Method method : scope.getClass().getMethods()) {
            if (!method.getName().equals(name)
                    || method.isBridge()
                    || !ClusterScope.class.isAssignableFrom(method.getReturnType())) {
                continue;
            }
            Optional<Object[]> values = values(method, arguments);
            if (values.isPresent()) {
                return (ClusterScope) invoked(method, Optional.of(scope), values.get());
            }
        }
        throw new IllegalArgumentException(
                "a " + scope.getClass().getSimpleName() + " has no " + name + "(" + String.join(", ", arguments) + ")");
    }

    private static Object invoked(Method method, Optional<ClusterScope> scope, Object[] values) {
        try {
            return method.invoke(scope.orElse(null), values);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalArgumentException(method.getName() + " failed: " + thrown.getCause(), thrown);
        } catch (IllegalAccessException hidden) {
            throw new IllegalArgumentException(method.getName() + " is not public", hidden);
        }
    }

    /** What {@code method} would be called with; empty if it takes something else. */
    private static Optional<Object[]> values(Method method, List<String> arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (method.isVarArgs()) {
            int fixed = types.length - 1;
            if (arguments.size() < fixed || types[fixed] != String[].class) {
                return Optional.empty();
            }
            Optional<Object[]> first = values(types, arguments.subList(0, fixed));
            String[] rest =
                    arguments.stream().skip(fixed).map(Description::unquoted).toArray(String[]::new);
            return first.map(values -> {
                Object[] all = Arrays.copyOf(values, types.length);
                all[fixed] = rest;
                return all;
            });
        }
        return types.length == arguments.size() ? values(types, arguments) : Optional.empty();
    }

    private static Optional<Object[]> values(Class<?>[] types, List<String> arguments) {
        Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            Optional<Object> value = value(types[i], arguments.get(i));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values[i] = value.get();
        }
        return Optional.of(values);
    }

    private static Optional<Object> value(Class<?> type, String argument) {
        if (type == String.class && argument.startsWith("\"")) {
            return Optional.of(unquoted(argument));
        }
        if (type == int.class && argument.matches("-?\\d{1,9}")) {
            return Optional.of(Integer.valueOf(argument));
        }
        if (type == long.class && argument.matches("-?\\d{1,18}")) {
            return Optional.of(Long.valueOf(argument));
        }
        if (type == boolean.class && argument.matches("true|false")) {
            return Optional.of(Boolean.valueOf(argument));
        }
        String own = type.getSimpleName() + ".";
        return argument.startsWith(own) ? made(type, argument.substring(own.length())) : Optional.empty();
    }

    /** What {@code type} itself calls {@code words}: a constant of an enum, {@code IPTABLES}, or a factory's value, {@code ofSeconds(5)}. */
    private static Optional<Object> made(Class<?> type, String words) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(each -> ((Enum<?>) each).name().equals(words))
                    .findFirst()
                    .map(Object.class::cast);
        }
        Description factory = new Description(words);
        String name = factory.take();
        List<String> arguments = factory.arguments();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name)
                    && Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == type) {
                Optional<Object[]> values = values(method, arguments);
                if (values.isPresent()) {
                    return Optional.of(invoked(method, Optional.empty(), values.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String literal) {
        return literal.substring(1, literal.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
