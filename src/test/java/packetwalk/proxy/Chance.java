package packetwalk.proxy;

import java.util.List;
import java.util.Random;

/** Choices drawn from a seed. */
final class Chance {

    private final Random random;

    Chance(long seed) {
        this.random = new Random(seed);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** From 0 to {@code most}. */
    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    final <T> T of(T... all) {
        return of(List.of(all));
    }
}
