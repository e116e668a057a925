package packetwalk.program;

import java.util.Locale;
import java.util.OptionalInt;
import packetwalk.linux.socket.PathMtuDiscovery;
import packetwalk.tools.line.CommandLine;
import packetwalk.tools.line.Words;

/**
 * What is typed behind {@code ping}: iputils' options {@code -c 1}, {@code -s}, {@code -M} and {@code -t}, and one host.
 *
 * @param host an address or a name
 * @param size bytes of data, behind 8 of ICMP's header and 20 or 40 of IP's
 * @param ttl hops to live; empty: the namespace's default
 * @param discovery whether somebody may cut it up
 */
public record PingLine(String host, int size, OptionalInt ttl, PathMtuDiscovery discovery) {

    private static final int DEFAULT_SIZE = 56;

    /** What an IPv4 packet can hold behind both headers. */
    private static final int MAX_SIZE = 65_535 - 28;

    /** {@code sizeof(struct timeval)}: with less data there is no room for the time at which it was sent. */
    private static final int TIMESTAMP = 16;

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException naming an option that is not known here, or a value that it does not take
     */
    public static PingLine parse(String arguments) {
        Words words = new Words("ping", CommandLine.split(arguments));
        String host = "";
        PingLine line = new PingLine("", DEFAULT_SIZE, OptionalInt.empty(), PathMtuDiscovery.WANT);
        while (words.hasNext()) {
            if (words.nextIsValue()) {
                if (!host.isEmpty()) {
                    throw words.unexpected("one host");
                }
                host = words.next("a host");
            } else {
                line = line.option(words);
            }
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("ping: usage error: Destination address required");
        }
        return new PingLine(host, line.size(), line.ttl(), line.discovery());
    }

    private PingLine option(Words words) {
        if (words.take("-c")) {
            number(words, "count", "-c", 1, 1); // a walk is one packet's
            return this;
        }
        if (words.take("-s")) {
            return new PingLine(host, number(words, "size", "-s", 0, MAX_SIZE), ttl, discovery);
        }
        if (words.take("-t")) {
            return new PingLine(host, size, OptionalInt.of(number(words, "ttl", "-t", 1, 255)), discovery);
        }
        if (words.take("-M")) {
            return new PingLine(host, size, ttl, discovery(words.next("do, want or dont")));
        }
        throw words.unexpected("-c 1, -s SIZE, -M do, -t TTL and a host");
    }

    private static int number(Words words, String what, String option, int least, int most) {
        String word = words.next("a number");
        if (!word.matches("\\d{1,9}") || Integer.parseInt(word) < least || Integer.parseInt(word) > most) {
            throw new IllegalArgumentException(
                    "ping: " + option + ": " + what + " " + word + " cannot be sent; use " + least + " to " + most);
        }
        return Integer.parseInt(word);
    }

    private static PathMtuDiscovery discovery(String word) {
        return switch (word) {
            case "do" -> PathMtuDiscovery.DO;
            case "want" -> PathMtuDiscovery.WANT;
            case "dont" -> PathMtuDiscovery.DONT;
            default ->
                throw new IllegalArgumentException(
                        "ping: invalid -M argument: " + word + "; there are do, want and dont (probe is not modelled)");
        };
    }

    /** Whether it can tell how long the answer took. */
    boolean timed() {
        return size >= TIMESTAMP;
    }

    /** As it is typed behind the prompt. */
    public String command() {
        return "ping -c 1 " + (size == DEFAULT_SIZE ? "" : "-s " + size + " ")
                + (discovery == PathMtuDiscovery.WANT
                        ? ""
                        : "-M " + discovery.name().toLowerCase(Locale.ROOT) + " ")
                + (ttl.isPresent() ? "-t " + ttl.getAsInt() + " " : "")
                + host;
    }
}
