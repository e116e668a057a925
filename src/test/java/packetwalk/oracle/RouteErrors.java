package packetwalk.oracle;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Waits where the kernel would keep quiet: a router tells one source at most five times, and then once a second, that
 * there is no route ({@code ip_error()}, {@code net.ipv4.route.error_burst} and {@code error_cost}). The engine has no
 * such limit, and a namespace cannot lift it.
 */
final class RouteErrors {

    private static final double BURST = 5;
    private static final double NANOS = 1e9;

    private record Budget(double tokens, long at) {
        Budget now() {
            long now = System.nanoTime();
            return new Budget(Math.min(BURST, tokens + (now - at) / NANOS), now);
        }
    }

    private final Map<String, Budget> budgets = new HashMap<>();

    /** A probe follows in which each of {@code tellings}, a router and a source, will happen. */
    void await(Collection<String> tellings) {
        for (String telling : tellings) {
            Budget budget = budgets.getOrDefault(telling, new Budget(BURST, System.nanoTime()))
                    .now();
            while (budget.tokens() < 1.1) {
                pause();
                budget = budget.now();
            }
            budgets.put(telling, new Budget(budget.tokens() - 1, budget.at()));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the kernel's rate limit", e);
        }
    }
}
