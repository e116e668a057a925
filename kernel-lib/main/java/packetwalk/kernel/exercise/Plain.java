package packetwalk.kernel.exercise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Any value as data: texts, numbers, truths, lists and maps of them. What is none of these is its {@code toString()}. */
final class Plain {

    private static final int DEEPEST = 8;

    private Plain() {}

    /** Throws IllegalArgumentException if something in it is null, or it is deeper than any answer is. */
    static Object of(Object value) {
        return of(value, 0);
    }

    private static Object of(Object value, int depth) {
        if (value == null || depth > DEEPEST) {
            throw new IllegalArgumentException(value == null ? "null is no answer" : "the answer is too deep");
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(String.valueOf(key), of(each, depth + 1)));
            return plain;
        }
        if (value instanceof Iterable<?> several) {
            List<Object> plain = new ArrayList<>();
            several.forEach(each -> plain.add(of(each, depth + 1)));
            return plain;
        }
        if (value instanceof double[] numbers) {
            List<Object> plain = new ArrayList<>();
            for (double each : numbers) {
                plain.add(each);
            }
            return plain;
        }
        if (value instanceof Object[] several) {
            return of(List.of(several), depth);
        }
        return value.toString();
    }
}
