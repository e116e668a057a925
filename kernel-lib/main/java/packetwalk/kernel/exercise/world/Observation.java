package packetwalk.kernel.exercise.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.ArpMessage;
import packetwalk.net.Frame;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.trace.Connected;
import packetwalk.trace.Load;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;
import packetwalk.trace.Way;

/**
 * What a packet did, as a value that a learner could have told before: a text, a number, a list or a map of texts.
 *
 * <p>{@code outcome} (answered, refused, unreachable …) · {@code ttl}, {@code source}, {@code destination}: as the receiver saw the first
 * packet · {@code arp asks}: for whose address the sender asked · {@code devices}: the interfaces that the first packet came through ·
 * {@code places}: the machines and namespaces · {@code lost at} · {@code answered by}: whom the first packet reached · {@code request goes to}: who served it behind all proxies · {@code hops}: the interfaces, then {@code ttl 64} ·
 * {@code route at PLACE}: the destination of the route that it took there · {@code frame into at PLACE/DEVICE}, {@code frame out at
 * PLACE/DEVICE}: header fields, by Wireshark's names; {@code reply …} of the first answer · {@code connections}: by its number
 * whom each one's server saw, and whom its client called · {@code forwarded for}: whom proxies named to the server · of many requests: {@code pods that
 * answer}, {@code answers}, {@code connections}, {@code first answered by}, {@code last answered by} · of what was sent before, {@code earlier …} any of
 * these, by the address of the one who sent: its last; {@code earlier seconds ago} · {@code fields NAME=VALUE …}: what the card puts together from what its network tells.
 */
public final class Observation {

    /** What is told of something that did not come to be. */
    private static final String NOTHING = "nothing";

    private static final String FIELDS = "fields ";

    /** In the words of the servers that pods run. */
    private static final Pattern FORWARDED = Pattern.compile("forwarded for ([^)]*)\\)");

    private Observation() {}

    /**
     * What {@code words} ask of {@code sent}.
     *
     * @throws IllegalArgumentException if they ask nothing that is known here
     */
    public static Object of(String words, Sent sent) {
        if (words.startsWith(FIELDS)) {
            return fields(words.substring(FIELDS.length()).strip());
        }
        return sent instanceof Sent.Many many ? of(words, many.load()) : of(words, ((Sent.One) sent).walk());
    }

    /** What {@code words} ask of the last of several, or, as {@code earlier …}, of those before it. */
    public static Object of(String words, List<Sent> all) {
        Sent last = all.get(all.size() - 1);
        if (!words.startsWith("earlier ")) {
            return of(words, last);
        }
        String each = words.substring("earlier ".length()).strip();
        Map<String, String> bySource = new LinkedHashMap<>();
        for (Sent one : all.subList(0, all.size() - 1)) {
            Object value = each.equals("seconds ago")
                    ? TimeUnit.NANOSECONDS.toSeconds(began(last) - began(one))
                    : of(each, one);
            bySource.put(source(one), value.toString());
        }
        return bySource;
    }

    private static long began(Sent sent) {
        return sent instanceof Sent.Many many
                ? many.load().startNanos()
                : ((Sent.One) sent).walk().steps().get(0).at().nanos();
    }

    /** The address under which the first packet left whoever sent it. */
    private static String source(Sent sent) {
        return sent instanceof Sent.One one
                ? Hops.first(one.walk())
                        .map(way -> ((Packet) way.content()).src().toString())
                        .orElse(NOTHING)
                : sent.from();
    }

    private static Object of(String words, Load load) {
        return switch (words.strip()) {
            case "pods that answer" -> load.answers().size();
            case "answers" -> load.answers();
            case "connections" -> load.connections();
            case "first answered by" -> answerer(load.requests().get(0));
            case "last answered by" ->
                answerer(load.requests().get(load.requests().size() - 1));
            default ->
                throw new IllegalArgumentException("\"" + words + "\" is nothing that can be observed of a load");
        };
    }

    private static Object of(String words, Walk walk) {
        String[] word = words.strip().split("\\s+");
        return switch (word[0]) {
            case "outcome" ->
                walk.outcome().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            case "ttl" -> walk.asReceived().<Object>map(Packet::ttl).orElse(NOTHING);
            case "source" ->
                walk.asReceived().map(packet -> packet.src().toString()).orElse(NOTHING);
            case "destination" ->
                walk.asReceived().map(packet -> packet.dst().toString()).orElse(NOTHING);
            case "arp" -> arpAsks(walk);
            case "devices" -> devices(walk);
            case "places" -> Hops.first(walk).map(Way::places).orElse(List.of());
            case "lost" -> walk.drop().map(drop -> drop.at().space()).orElse(NOTHING);
            case "answered" -> answeredBy(walk);
            case "request" ->
                walk.connections().isEmpty()
                        ? NOTHING
                        : last(walk.connections()).to();
            case "connections" -> connections(walk);
            case "forwarded" -> forwardedFor(walk);
            case "hops" -> hops(walk);
            case "route" -> routeOf(walk, words.substring(words.indexOf(" at ") + 4));
            case "frame", "reply" ->
                frame(
                        word[0].equals("frame") ? Hops.first(walk) : Hops.reply(walk),
                        word[1].equals("into") ? Step.Received.class : Step.Transmitted.class,
                        words.substring(words.indexOf(" at ") + 4));
            default ->
                throw new IllegalArgumentException("\"" + words + "\" is nothing that can be observed of a walk");
        };
    }

    private static String answerer(Load.Request request) {
        return request.answered() ? request.answeredBy() : NOTHING;
    }

    private static Connected last(List<Connected> connections) {
        return connections.get(connections.size() - 1);
    }

    private static Map<String, String> fields(String pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : pairs.split("\\s+")) {
            int is = pair.indexOf('=');
            fields.put(pair.substring(0, is), pair.substring(is + 1));
        }
        return fields;
    }

    /** {@code 203.0.113.9 > 10.100.0.3:32213} for each, the first one's number being 1. */
    private static Map<String, String> connections(Walk walk) {
        Map<String, String> connections = new LinkedHashMap<>();
        for (Connected each : walk.connections()) {
            Tcp called = (Tcp) each.sent().transport();
            String number = Integer.toString(connections.size() + 1);
            connections.put(number, each.received().src() + " > " + each.sent().dst() + ":" + called.dstPort());
        }
        return connections;
    }

    private static String forwardedFor(Walk walk) {
        Matcher told = FORWARDED.matcher(walk.output());
        return told.find() ? told.group(1) : "";
    }

    private static String arpAsks(Walk walk) {
        return walk.ways().stream()
                .filter(way -> way.steps().get(0).at().space().equals(walk.from()))
                .map(Way::content)
                .filter(content -> content instanceof ArpMessage arp && arp.request())
                .map(content -> ((ArpMessage) content).targetIp().toString())
                .findFirst()
                .orElse(NOTHING);
    }

    private static List<String> devices(Walk walk) {
        List<String> devices = new ArrayList<>();
        for (Step step : Hops.first(walk).map(Way::steps).orElse(List.of())) {
            String device = step.at().place();
            boolean on =
                    step instanceof Step.Transmitted || step instanceof Step.Received || step instanceof Step.Switched;
            if (on && !step.at().device().isEmpty() && !devices.contains(device)) {
                devices.add(device);
            }
        }
        return List.copyOf(devices);
    }

    private static List<String> hops(Walk walk) {
        List<String> hops = new ArrayList<>(devices(walk));
        hops.add("ttl " + of("ttl", walk));
        return List.copyOf(hops);
    }

    private static String answeredBy(Walk walk) {
        return walk.steps(Step.Delivered.class).stream()
                .filter(step -> !step.at().space().equals(walk.from()))
                .map(step -> step.at().space())
                .findFirst()
                .orElse(NOTHING);
    }

    private static String routeOf(Walk walk, String place) {
        return Hops.first(walk).map(Way::steps).orElse(List.of()).stream()
                .filter(step -> step instanceof Step.Routed && step.at().space().equals(place))
                .map(step -> step.decision().split("\\s+")[0])
                .findFirst()
                .orElse(NOTHING);
    }

    private static Map<String, String> frame(Optional<Way> way, Class<? extends Step> type, String place) {
        return way.map(Way::steps).orElse(List.of()).stream()
                .filter(step -> type.isInstance(step) && step.at().place().equals(place))
                .map(step -> step instanceof Step.Received in ? in.frame() : ((Step.Transmitted) step).frame())
                .map(Observation::fields)
                .findFirst()
                .orElse(Map.of());
    }

    private static Map<String, String> fields(Frame frame) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("eth.src", frame.src().toString());
        fields.put("eth.dst", frame.dst().toString());
        if (frame.payload() instanceof Packet packet) {
            fields.put("ip.src", packet.src().toString());
            fields.put("ip.dst", packet.dst().toString());
            fields.put("ip.ttl", Integer.toString(packet.ttl()));
            if (packet.transport() instanceof Tcp tcp) {
                fields.put("tcp.srcport", Integer.toString(tcp.srcPort()));
                fields.put("tcp.dstport", Integer.toString(tcp.dstPort()));
            }
        }
        return fields;
    }

    /** Of several fields those in {@code names}; all of it if there are no names, or no fields. */
    public static Object part(Object value, List<String> names) {
        if (names.isEmpty() || !(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> part = new LinkedHashMap<>();
        names.forEach(name -> part.put(name, map.containsKey(name) ? map.get(name) : NOTHING));
        return part;
    }

    /** Whether somebody who told {@code said} told {@code truth}: numbers by value, words whatever their case. */
    public static boolean same(Object said, Object truth) {
        if (said instanceof List<?> list && truth instanceof List<?> other) {
            return list.size() == other.size()
                    && java.util.stream.IntStream.range(0, list.size()).allMatch(i -> same(list.get(i), other.get(i)));
        }
        if (said instanceof Map<?, ?> map && truth instanceof Map<?, ?> other) {
            return map.keySet().equals(other.keySet())
                    && map.entrySet().stream()
                            .allMatch(entry -> same(
                                    entry.getValue(),
                                    Optional.ofNullable((Object) other.get(entry.getKey()))
                                            .orElse("")));
        }
        if (said instanceof List || said instanceof Map || truth instanceof List || truth instanceof Map) {
            return false;
        }
        return said.toString().strip().equalsIgnoreCase(truth.toString());
    }
}
