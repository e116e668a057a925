package packetwalk.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import packetwalk.net.FramePayload;
import packetwalk.net.Ndp;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;

/**
 * What became of one action (a ping, a request): every decision that each of its packets met, in order.
 *
 * <p>Immutable. {@link #text} tells the first packet's way in full and each later packet's in a line;
 * {@link #packet(int)} is the walk of one packet alone.
 */
public final class Walk implements Exhibit {

    private final String command;
    private final String from;
    private final List<Step> steps;
    private final Outcome outcome;
    private final String output;
    private final Topology topology;
    private final List<String> keys;
    private final long start;

    /**
     * A finished walk.
     *
     * @param command what was run, as one would type it: {@code ping -c 1 10.0.2.2}
     * @param from where it was run: a pod, container or machine
     * @param output what the command would have printed, lines divided by {@code \n}
     */
    public Walk(String command, String from, List<Step> steps, Outcome outcome, String output, Topology topology) {
        this(command, from, steps, outcome, output, topology, List.of());
    }

    /** A finished walk with the keys of the TLS sessions in it, lines as {@code SSLKEYLOGFILE} has them. */
    public Walk(
            String command,
            String from,
            List<Step> steps,
            Outcome outcome,
            String output,
            Topology topology,
            List<String> keys) {
        this(
                command,
                from,
                steps,
                outcome,
                output,
                topology,
                keys,
                steps.isEmpty() ? 0 : steps.get(0).at().nanos());
    }

    private Walk(
            String command,
            String from,
            List<Step> steps,
            Outcome outcome,
            String output,
            Topology topology,
            List<String> keys,
            long start) {
        this.command = Objects.requireNonNull(command, "command");
        this.from = Objects.requireNonNull(from, "from");
        this.steps = List.copyOf(steps);
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.output = Objects.requireNonNull(output, "output");
        this.topology = Objects.requireNonNull(topology, "topology");
        this.keys = List.copyOf(keys);
        this.start = start;
    }

    /** What was run, as one would type it: {@code ping -c 1 10.0.2.2}. */
    public String command() {
        return command;
    }

    /** Where it was run: a pod, container or machine. */
    public String from() {
        return from;
    }

    /** Every decision about every packet, in the order of time. */
    public List<Step> steps() {
        return steps;
    }

    /** What became of it. */
    public Outcome outcome() {
        return outcome;
    }

    /** What the command would have printed. */
    public String output() {
        return output;
    }

    /** What stood where when the walk was taken. */
    public Topology topology() {
        return topology;
    }

    /** How many packets took part, ARP included. */
    public int packets() {
        return steps.stream().mapToInt(step -> step.at().packet()).max().orElse(0);
    }

    /** The walk of packet {@code number} (from 1) alone. */
    public Walk packet(int number) {
        if (number < 1 || number > packets()) {
            throw new IllegalArgumentException(
                    "packet " + number + " is not in this walk; it has packets 1 to " + packets());
        }
        return only(Set.of(number));
    }

    /** The walk of connection {@code number} (from 1, in the order of {@link #connections}) alone: its segments, both ways. */
    public Walk connection(int number) {
        List<Connected> connections = connections();
        if (number < 1 || number > connections.size()) {
            throw new IllegalArgumentException("connection " + number + " is not in this walk; it has "
                    + (connections.isEmpty() ? "none" : "connections 1 to " + connections.size()));
        }
        Connected connection = connections.get(number - 1);
        return only(ways().stream()
                .filter(way -> Conversation.carries(connection, way))
                .map(Way::packet)
                .collect(Collectors.toSet()));
    }

    private Walk only(Set<Integer> packets) {
        List<Step> own = steps.stream()
                .filter(step -> packets.contains(step.at().packet()))
                .toList();
        return new Walk(command, from, own, outcome, output, topology, keys, start);
    }

    /** Each packet's own way, by number, ARP included. */
    public List<Way> ways() {
        Map<Integer, List<Step>> byPacket = new TreeMap<>();
        for (Step step : steps) {
            if (step.at().packet() > 0) {
                byPacket.computeIfAbsent(step.at().packet(), any -> new ArrayList<>())
                        .add(step);
            }
        }
        return byPacket.entrySet().stream()
                .map(entry -> new Way(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * The TCP connections that carried what was run, in order: its own, and those that proxies on the way used for it. Each
     * says what its client sent, and whom its server saw.
     */
    public List<Connected> connections() {
        return conversation().connections();
    }

    /**
     * For each packet of TCP, by its number, whether it asks, answers, or is somebody else's: a health check that happened
     * meanwhile.
     */
    public Map<Integer, Direction> directions() {
        Conversation conversation = conversation();
        Map<Integer, Direction> directions = new TreeMap<>();
        ways().stream()
                .filter(way -> way.content() instanceof Packet packet && packet.transport() instanceof Tcp)
                .forEach(way -> directions.put(way.packet(), conversation.direction(way)));
        return directions;
    }

    /** What packet sockets at every device would have seen of it, each frame with the decisions that led to it. */
    public Pcap pcap() {
        return new Pcap(summary(), List.of(), WalkCapture.of(steps), keys, topology);
    }

    /**
     * Writes {@link #pcap()} as a pcapng file, for Wireshark, tshark and tcpdump.
     *
     * @throws IllegalArgumentException if it cannot be written there
     */
    public Pcap pcap(Path file) {
        return pcap().write(file);
    }

    private Conversation conversation() {
        return new Conversation(ways(), from);
    }

    /** Microseconds of virtual time between the walk's beginning and {@code step}. */
    public double micros(Step step) {
        return (step.at().nanos() - start) / 1e3;
    }

    /** The steps of one type, in order. */
    public <S extends Step> List<S> steps(Class<S> type) {
        return steps.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * How many rules of netfilter Linux compares this walk's packets with: in each base chain as far as the last rule or
     * policy that decided. A look-up in a map is one comparison, however much the map holds.
     */
    public int comparisons() {
        Map<String, Integer> open = new TreeMap<>();
        int ended = 0;
        for (Step step : steps) {
            if (step instanceof Step.Matched rule) {
                Integer last = open.put(traversal(rule.at(), rule.hook(), rule.table()), rule.compared());
                // a count that does not grow is another base chain's of the same table
                ended += last != null && last >= rule.compared() ? last : 0;
            } else if (step instanceof Step.PolicyApplied policy) {
                Integer last = open.remove(traversal(policy.at(), policy.hook(), policy.table()));
                ended += policy.compared() + (last != null && last > policy.compared() ? last : 0);
            }
        }
        return ended + open.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String traversal(At at, String hook, String table) {
        return at.packet() + " " + at.host() + " " + hook + " " + table;
    }

    /** Whether the peer answered as hoped. */
    public boolean answered() {
        return outcome.kind() == Outcome.Kind.ANSWERED;
    }

    /** Whether a packet of this walk was handed to a socket (or the kernel's echo) in namespace {@code netns}. */
    public boolean reached(String netns) {
        return steps(Step.Delivered.class).stream().anyMatch(step -> isAt(step, netns));
    }

    /** Whether a packet of this walk came or went through {@code device}, a name, in any namespace or machine. */
    public boolean crossed(String device) {
        return steps.stream().anyMatch(step -> step.at().device().equals(device));
    }

    /** Whether a packet of this walk was seen on machine or namespace {@code place}. */
    public boolean visited(String place) {
        return steps.stream().anyMatch(step -> isAt(step, place));
    }

    /** Whether any address or port was rewritten on the way. */
    public boolean natted() {
        return !steps(Step.Translated.class).isEmpty();
    }

    /** Why an IP packet of this walk was lost, the first one first; empty if none was. */
    public Optional<Step.Dropped> drop() {
        return ways().stream()
                .filter(way -> !way.findsNeighbour())
                .map(Way::end)
                .filter(Step.Dropped.class::isInstance)
                .map(Step.Dropped.class::cast)
                .findFirst();
    }

    /** The first packet of this walk as its receiver saw it; empty if it was not delivered. */
    public Optional<Packet> asReceived() {
        return steps(Step.Delivered.class).stream()
                .filter(step -> step.at().packet() == firstIpPacket())
                .map(Step.Delivered::before)
                .findFirst();
    }

    /** The first packet of what was run: those that look up a name or a neighbour are only on the way to that. */
    int firstIpPacket() {
        int first = 0;
        for (Step step : steps) {
            if (step.before() instanceof Packet packet) {
                first = first == 0 ? step.at().packet() : first;
                if (!isLookUp(packet)) {
                    return step.at().packet();
                }
            }
        }
        return first;
    }

    private static boolean isLookUp(Packet packet) {
        return packet.transport() instanceof Ndp
                || (packet.transport() instanceof Udp datagram && datagram.dns().isPresent());
    }

    /** The packets as they were first seen, in order. */
    public List<FramePayload> contents() {
        return ways().stream().map(Way::content).toList();
    }

    private static boolean isAt(Step step, String place) {
        return step.at().netns().equals(place) || step.at().host().equals(place);
    }

    /** One line: what was run, what became of it, and how many packets it took. */
    public String summary() {
        return WalkText.summary(this);
    }

    @Override
    public String text() {
        return WalkText.of(this);
    }

    @Override
    public String toString() {
        return text();
    }
}
