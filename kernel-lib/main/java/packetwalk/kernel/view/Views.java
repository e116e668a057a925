package packetwalk.kernel.view;

import java.util.Map;
import packetwalk.trace.Load;
import packetwalk.trace.Topology;
import packetwalk.trace.Walk;
import tech.tablesaw.api.Table;

/** What a person sees: a walk as a table, a picture or a chart, and any value in the forms that a notebook shows. */
public final class Views {

    private Views() {}

    /**
     * The walk as a table, one row a step, to be filtered and sorted.
     *
     * <p>Columns: {@code step}, {@code time_us} (since the walk began), {@code packet}, {@code host}, {@code netns},
     * {@code device}, {@code layer}, {@code event}, {@code decision}, {@code reason}, {@code protocol}, {@code src},
     * {@code dst}, {@code sport}, {@code dport}, {@code ttl}, {@code changed}. Ports and TTL are missing where the
     * packet has none.
     */
    public static Table table(Walk walk) {
        return WalkTable.of(walk);
    }

    /**
     * A load as a table, one row a request.
     *
     * <p>Columns: {@code request}, {@code client}, {@code connection}, {@code reused}, {@code start_ms} (since the load
     * began), {@code latency_ms}, {@code status}, {@code answered_by}, {@code failure}. Of the last two one is missing.
     */
    public static Table table(Load load) {
        return LoadTable.of(load);
    }

    /**
     * Walks side by side, one row each: whom the server saw as its client, and what lay on the way.
     *
     * <p>Columns: {@code way}, {@code client} (address that sent), {@code called} (address and port that it called),
     * {@code server} (pod, container or machine that answered), {@code seen} (address that the server's socket saw),
     * {@code told} (address that a header names: X-Forwarded-For or PROXY), {@code hops} (machines that forwarded),
     * {@code nat} (what was rewritten), {@code connections} (TCP connections that carried it), {@code outcome}. What
     * a walk does not have is missing.
     *
     * @param walks by the name of the way, in the order of the rows
     */
    public static Table sideBySide(Map<String, Walk> walks) {
        return SideBySide.of(walks);
    }

    /** Who answered a load's requests: a bar for each host, and one for each reason of a failure. */
    public static Chart share(Load load) {
        return LoadCharts.share(load);
    }

    /** Who answered when: a bar for each of 24 spans of the load's time, failures on top. */
    public static Chart overTime(Load load) {
        return LoadCharts.overTime(load);
    }

    /**
     * How well several loads fared over time: for each span of time the share of its requests that were answered.
     *
     * @param loads by name; each one's time begins with its first request
     */
    public static Chart success(Map<String, Load> loads) {
        return SuccessChart.of(loads);
    }

    /** The topology with the walk's packets on it. */
    public static Picture picture(Walk walk) {
        return Picture.of(walk);
    }

    /** The topology alone. */
    public static Picture picture(Topology topology) {
        return Picture.of(topology);
    }

    /** Where the walk's time goes: a bar for every link, every wait and the timers; together the whole walk. */
    public static Chart times(Walk walk) {
        return WalkTimes.of(walk);
    }

    /**
     * One horizontal bar for each entry, in the map's order from top to bottom.
     *
     * @param unit what the numbers count, for the axis
     */
    public static Chart bars(String title, String unit, Map<String, ? extends Number> values) {
        return Bars.of(title, unit, values);
    }

    /**
     * Curves over the same numbers, both axes logarithmic.
     *
     * @param curves by name: y at each x, both above 0, in the order of x
     */
    public static Chart curves(String title, String x, String y, Map<String, ? extends Map<Integer, Integer>> curves) {
        return Curves.of(title, x, y, curves);
    }

    /**
     * The forms in which {@code value} can be shown: MIME type to content, {@code text/plain} always among them,
     * binary ones in base64.
     *
     * @param value a walk, cluster, picture, chart, print-out, Tablesaw table or XChart chart; anything else is shown as its text
     */
    public static Map<String, String> bundle(Object value) {
        return Bundle.of(value);
    }
}
