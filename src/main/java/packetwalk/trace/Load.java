package packetwalk.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What became of many requests, each one recorded: who answered, how long it took, or why it failed.
 *
 * @param command what was run, as one would type it
 * @param from where it was run: a pod, container or machine
 * @param requests in the order in which they ended
 */
public record Load(String command, String from, List<Request> requests) implements Exhibit {

    /**
     * One request.
     *
     * @param number from 1, in the order in which they began
     * @param client which of the clients sent it, from 1
     * @param connection which of all connections carried it, from 1; 0 if it failed
     * @param reused whether that connection had carried one before
     * @param startNanos virtual time at which it began
     * @param endNanos virtual time at which it was answered or given up
     * @param status the answer's HTTP status, 200 to 599; 0 if there was none
     * @param answeredBy the host name in the answer, or status and words of one that tells of an error; empty if it failed
     * @param failure why it failed; empty if it was answered
     */
    public record Request(
            int number,
            int client,
            int connection,
            boolean reused,
            long startNanos,
            long endNanos,
            int status,
            String answeredBy,
            String failure) {

        public Request {
            Objects.requireNonNull(answeredBy, "answeredBy");
            Objects.requireNonNull(failure, "failure");
        }

        /** Whether there was an answer, whatever it said: 404 and 503 are answers too, of somebody. */
        public boolean answered() {
            return failure.isEmpty();
        }

        /** Whether there was an answer that tells of no error: a status below 400. */
        public boolean succeeded() {
            return answered() && status < 400;
        }

        /** Milliseconds of virtual time from its beginning to its end. */
        public double millis() {
            return (endNanos - startNanos) / 1e6;
        }
    }

    public Load {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(from, "from");
        requests = List.copyOf(requests);
    }

    /** How many requests each host answered, by its name. */
    public Map<String, Integer> answers() {
        return count(requests.stream().filter(Request::answered).toList(), Request::answeredBy);
    }

    /** How many requests failed, by reason. */
    public Map<String, Integer> failures() {
        return count(requests.stream().filter(each -> !each.answered()).toList(), Request::failure);
    }

    /** How many answers had each status. */
    public Map<Integer, Integer> statuses() {
        Map<Integer, Integer> counts = new TreeMap<>();
        requests.stream().filter(Request::answered).forEach(each -> counts.merge(each.status(), 1, Integer::sum));
        return counts;
    }

    private static Map<String, Integer> count(List<Request> requests, Function<Request, String> key) {
        Map<String, Integer> counts = new TreeMap<>();
        requests.forEach(each -> counts.merge(key.apply(each), 1, Integer::sum));
        return counts;
    }

    /** How many were answered. */
    public int answered() {
        return (int) requests.stream().filter(Request::answered).count();
    }

    /** How many were answered without an error: a status below 400. */
    public int succeeded() {
        return (int) requests.stream().filter(Request::succeeded).count();
    }

    /** Connections that carried a request. */
    public int connections() {
        return (int) requests.stream()
                .mapToInt(Request::connection)
                .filter(connection -> connection > 0)
                .distinct()
                .count();
    }

    /** Virtual time at which the first request began; 0 if there was none. */
    public long startNanos() {
        return requests.stream().mapToLong(Request::startNanos).min().orElse(0);
    }

    /**
     * Milliseconds within which that share of the answered requests was answered.
     *
     * @param share 0 to 1: 0.5 is the median, 1 the slowest
     * @return 0 if none was answered
     */
    public double latencyMillis(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " is no part of all requests; use 0 to 1");
        }
        double[] sorted = requests.stream()
                .filter(Request::answered)
                .mapToDouble(Request::millis)
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }

    /** One line: how many, how long, what failed. */
    public String summary() {
        long end = requests.stream().mapToLong(Request::endNanos).max().orElse(0);
        int failed = requests.size() - answered();
        int errors = answered() - succeeded();
        return String.format(
                Locale.ROOT,
                "%d requests on %d connections in %.3f s: %d answered, %d failed"
                        + (errors == 0 ? "" : " (" + errors + " of the answers tell of an error)"),
                requests.size(),
                connections(),
                (end - startNanos()) / 1e9,
                answered(),
                failed);
    }

    @Override
    public String text() {
        List<String> lines = new ArrayList<>(List.of(from + "$ " + command, summary()));
        lines.addAll(rows("answered by", answers()));
        lines.addAll(rows("failed", failures()));
        if (answered() > succeeded()) {
            Map<String, Integer> byStatus = new LinkedHashMap<>();
            statuses().forEach((status, count) -> byStatus.put(String.valueOf(status), count));
            lines.addAll(rows("status", byStatus));
        }
        if (answered() > 0) {
            Map<String, Double> latencies = new LinkedHashMap<>();
            latencies.put("50 %", latencyMillis(0.5));
            latencies.put("90 %", latencyMillis(0.9));
            latencies.put("99 %", latencyMillis(0.99));
            latencies.put("100 %", latencyMillis(1));
            lines.addAll(List.of("", String.format(Locale.ROOT, "%-30s %8s", "answered within", "ms")));
            latencies.forEach((share, millis) -> lines.add(String.format(Locale.ROOT, "%-30s %8.3f", share, millis)));
        }
        return String.join("\n", lines);
    }

    private List<String> rows(String title, Map<String, Integer> counts) {
        if (counts.isEmpty()) {
            return List.of();
        }
        List<String> rows =
                new ArrayList<>(List.of("", String.format(Locale.ROOT, "%-30s %8s %7s", title, "", "share")));
        counts.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(entry -> rows.add(String.format(
                        Locale.ROOT,
                        "%-30s %8d %5.1f %%",
                        entry.getKey(),
                        entry.getValue(),
                        100.0 * entry.getValue() / requests.size())));
        return rows;
    }

    @Override
    public String toString() {
        return text();
    }
}
