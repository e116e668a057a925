package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.match.DccpMatch;
import packetwalk.linux.xtables.match.SctpMatch;
import packetwalk.net.Protocol;

/** Matches that look into the headers of SCTP and DCCP. */
final class RareTransports {

    /** Types of chunks, by name: libxt_sctp.c {@code sctp_chunk_names}. */
    private static final Map<String, Integer> CHUNKS = new TreeMap<>();

    static {
        String names = "DATA=0 INIT=1 INIT_ACK=2 SACK=3 HEARTBEAT=4 HEARTBEAT_ACK=5 ABORT=6 SHUTDOWN=7 SHUTDOWN_ACK=8"
                + " ERROR=9 COOKIE_ECHO=10 COOKIE_ACK=11 ECN_ECNE=12 ECN_CWR=13 SHUTDOWN_COMPLETE=14 I_DATA=64"
                + " ASCONF_ACK=128 RE_CONFIG=130 PAD=132 FORWARD_TSN=192 ASCONF=193 I_FORWARD_TSN=194";
        for (String name : names.split(" ")) {
            String[] parts = name.split("=");
            CHUNKS.put(parts[0], Integer.valueOf(parts[1]));
        }
    }

    /** Flags that a chunk may have, from the highest bit. */
    private static final Map<String, String> FLAGS =
            Map.of("DATA", "IUBE", "I_DATA", "IUBE", "ABORT", "T", "SHUTDOWN_COMPLETE", "T");

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "sctp", Syntax.of(TransportMatches.PORTS + " !chunk-types 2", RareTransports::sctp),
            "dccp", Syntax.of(TransportMatches.PORTS + " !dccp-types 1 !dccp-option 1", RareTransports::dccp));

    private RareTransports() {}

    private static Match sctp(Options options) {
        options.requireProtocol(Protocol.SCTP);
        return new SctpMatch(
                sctpPorts(options.find("--source-port")),
                sctpPorts(options.find("--destination-port")),
                options.find("--chunk-types").map(RareTransports::chunks).orElse(null));
    }

    private static @Nullable Range sctpPorts(Optional<Extension.Option> option) {
        return option.map(each -> {
                    RuleValues.Span span = RuleValues.ports(each.value(), Protocol.SCTP);
                    return new Range(span.from(), span.to(), each.negated());
                })
                .orElse(null);
    }

    private static SctpMatch.Chunks chunks(Extension.Option option) {
        String how = option.value().toLowerCase(Locale.ROOT);
        if (!how.matches("all|any|only")) {
            throw new IllegalArgumentException(
                    "Match type has to be one of \"ALL\", \"ANY\" or \"ONLY\", not \"" + option.value() + "\"");
        }
        String list = option.values().get(1).text().toUpperCase(Locale.ROOT);
        if (list.equals("ALL")) {
            return new SctpMatch.Chunks(how, SctpMatch.Chunks.EVERY, option.negated());
        }
        Map<Integer, SctpMatch.Type> types = new TreeMap<>();
        for (String each : option.values().get(1).text().split(",")) {
            if (!each.isEmpty() && !list.equals("NONE")) {
                SctpMatch.Type type = chunk(each);
                // flags that were asked for stay, should the type be named again
                types.merge(type.number(), type, (one, other) -> other.flags().isEmpty() ? one : other);
            }
        }
        return new SctpMatch.Chunks(how, List.copyOf(types.values()), option.negated());
    }

    private static SctpMatch.Type chunk(String text) {
        String[] parts = text.split(":", 2);
        String name = parts[0].toUpperCase(Locale.ROOT);
        Integer number = CHUNKS.get(name);
        if (number == null) {
            throw new IllegalArgumentException("Unknown sctp chunk `" + parts[0] + "'; use one of " + CHUNKS.keySet());
        }
        String given = parts.length > 1 ? parts[1] : "";
        StringBuilder flags = new StringBuilder();
        for (char known : FLAGS.getOrDefault(name, "").toCharArray()) {
            char not = Character.toLowerCase(known);
            if (given.indexOf(known) >= 0 || given.indexOf(not) >= 0) {
                flags.append(given.indexOf(known) >= 0 ? known : not);
            }
            given = given.replace(String.valueOf(known), "").replace(String.valueOf(not), "");
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("Invalid flags for chunk type " + number + ": " + parts[1]
                    + "; only DATA has IUBE, and ABORT and SHUTDOWN_COMPLETE have T");
        }
        return new SctpMatch.Type(number, name, flags.toString());
    }

    private static Match dccp(Options options) {
        options.requireProtocol(Protocol.DCCP);
        Range option = options.number("--dccp-option", 1, 255)
                .map(kind ->
                        new Range(kind, kind, options.required("--dccp-option").negated()))
                .orElse(null);
        return new DccpMatch(
                dccpPorts(options, "--source-port"),
                dccpPorts(options, "--destination-port"),
                options.find("--dccp-types").map(RareTransports::types).orElse(null),
                option);
    }

    /** Names of services are those of TCP; the first may lie above the last, and then no port is meant. */
    private static @Nullable Range dccpPorts(Options options, String name) {
        Optional<Extension.Option> option = options.find(name);
        if (option.isEmpty()) {
            return null;
        }
        String[] ends = option.get().value().split(":", -1);
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            boolean open = ends[i].isEmpty() && ends.length > 1;
            ports.add(open ? (i == 0 ? 0 : 65_535) : RuleValues.port(ends[i], Protocol.TCP));
        }
        return new Range(ports.get(0), ports.get(ports.size() - 1), option.get().negated());
    }

    private static DccpMatch.Types types(Extension.Option option) {
        Set<DccpMatch.Type> types = EnumSet.noneOf(DccpMatch.Type.class);
        for (String name : option.value().split(",")) {
            if (!name.isEmpty()) {
                types.add(type(name));
            }
        }
        return new DccpMatch.Types(Collections.unmodifiableSet(types), option.negated());
    }

    private static DccpMatch.Type type(String name) {
        for (DccpMatch.Type type : DccpMatch.Type.values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "Unknown DCCP type `" + name + "'; use one of " + EnumSet.allOf(DccpMatch.Type.class));
    }
}
