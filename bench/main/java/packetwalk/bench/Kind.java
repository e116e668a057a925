package packetwalk.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;

/** What can be measured, by the name that a person types. */
enum Kind {
    PACKETS(
            PacketBench.class,
            Mode.Throughput,
            "packets/s",
            "One datagram or segment of a known connection, from socket to socket, recording off."
                    + " Bar: 300,000 through DNAT; far goal 1,000,000"),
    WALKS(
            WalkBench.class,
            Mode.Throughput,
            "walks/s",
            "The first packet of a new connection, from socket to socket, each step recorded, its Walk made."
                    + " Bar: 50,000 through DNAT; far goal 200,000"),
    RULES(
            RuleFileBench.class,
            Mode.AverageTime,
            "ms",
            "An iptables-save file of so many rules, read, checked and committed. Bar: 100,000 in 2,000 ms"),
    CLUSTER(
            ClusterBench.class,
            Mode.AverageTime,
            "ms",
            "The articles' cluster (a router, two nodes, three pods), described and built. Bar: 10 ms, warm");

    /** All names, as they are typed. */
    static final List<String> NAMES =
            Arrays.stream(values()).map(Kind::toString).toList();

    private final Class<?> benchmark;
    private final Mode mode;
    private final String figure;
    private final String meaning;

    Kind(Class<?> benchmark, Mode mode, String figure, String meaning) {
        this.benchmark = benchmark;
        this.mode = mode;
        this.figure = figure;
        this.meaning = meaning;
    }

    static Kind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing called \"" + name + "\" is measured; there are " + String.join(", ", NAMES)));
    }

    Class<?> benchmark() {
        return benchmark;
    }

    Mode mode() {
        return mode;
    }

    TimeUnit unit() {
        return mode == Mode.Throughput ? TimeUnit.SECONDS : TimeUnit.MILLISECONDS;
    }

    /** What its figure counts: {@code packets/s}. */
    String figure() {
        return figure;
    }

    /** What is measured, and what it should reach, for people. */
    String meaning() {
        return meaning;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
