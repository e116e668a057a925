package packetwalk.linux.ipvs;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import packetwalk.time.Simulation;

/**
 * Connections, packets and bytes, and how many of them a second: {@code struct ip_vs_stats}, net/netfilter/ipvs/ip_vs_est.c.
 *
 * <p>Rates are averages that a timer moves every two seconds; here they are moved when somebody looks or counts.
 */
public final class Counters {

    private static final long INTERVAL = 2_000_000_000L;

    /** After so many intervals without anything an average has come to rest. */
    private static final long SETTLED = 200;

    private final Simulation simulation;
    private final Map<Item, Gauge> gauges = new EnumMap<>(Item.class);
    private long ticked;

    /** What is counted. */
    public enum Item {
        CONNECTIONS(9, 10),
        PACKETS_IN(9, 10),
        PACKETS_OUT(9, 10),
        BYTES_IN(4, 5),
        BYTES_OUT(4, 5);

        private final int shift;
        private final int scale;

        Item(int shift, int scale) {
            this.shift = shift;
            this.scale = scale;
        }
    }

    /** One number and its average. */
    private static final class Gauge {
        private long total;
        private long zero;
        private long last;
        private long average;
    }

    Counters(Simulation simulation) {
        this.simulation = simulation;
        for (Item each : Item.values()) {
            gauges.put(each, new Gauge());
        }
        this.ticked = simulation.now();
    }

    private Gauge gauge(Item item) {
        return Objects.requireNonNull(gauges.get(item));
    }

    /** Since the beginning, or since somebody set it to zero. */
    public long total(Item item) {
        return gauge(item).total - gauge(item).zero;
    }

    /** A second: {@code ip_vs_read_estimator()}. */
    public long rate(Item item) {
        estimate();
        return (gauge(item).average + (1L << (item.scale - 1)) - 1) >> item.scale;
    }

    void connection() {
        count(Item.CONNECTIONS, 1);
    }

    void packetIn(int bytes) {
        count(Item.PACKETS_IN, 1);
        count(Item.BYTES_IN, bytes);
    }

    void packetOut(int bytes) {
        count(Item.PACKETS_OUT, 1);
        count(Item.BYTES_OUT, bytes);
    }

    private void count(Item item, long more) {
        estimate();
        gauge(item).total += more;
    }

    /** {@code estimation_timer()}, for every interval that is over; after some the averages move no more. */
    private void estimate() {
        long intervals = (simulation.now() - ticked) / INTERVAL;
        ticked += intervals * INTERVAL;
        for (long i = 0; i < Math.min(intervals, SETTLED); i++) {
            gauges.forEach((item, gauge) -> {
                long rate = (gauge.total - gauge.last) << item.shift;
                gauge.last = gauge.total;
                gauge.average += (rate - gauge.average) >> 2;
            });
        }
    }

    /** From now on it counts from zero, rates included: {@code ip_vs_zero_stats()}. */
    void zero() {
        estimate();
        for (Gauge each : gauges.values()) {
            each.zero = each.total;
            each.last = each.total;
            each.average = 0;
        }
    }
}
