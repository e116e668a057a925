package packetwalk.kernel.exercise;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What is so in a situation whatever the answer was, such as what its packet does where all is well: found out for the first
 * answer, remembered for all others.
 */
final class Remembered<V> {

    private final IdentityHashMap<Situation, Map<String, V>> known = new IdentityHashMap<>();

    /**
     * What {@code what} is in {@code situation}.
     *
     * @param find asked the first time only; never null
     */
    V of(Situation situation, String what, Supplier<V> find) {
        return in(situation).computeIfAbsent(what, any -> find.get());
    }

    private synchronized Map<String, V> in(Situation situation) {
        return known.computeIfAbsent(situation, any -> new ConcurrentHashMap<>());
    }
}
