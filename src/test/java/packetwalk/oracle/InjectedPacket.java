package packetwalk.oracle;

import static packetwalk.oracle.CaseFile.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import packetwalk.net.Bytes;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.TcpOptions;
import packetwalk.net.Transport;
import packetwalk.net.Udp;

/**
 * A packet in words: {@code tcp F. 10.0.0.1:5000 > 10.0.0.2:80 ttl 3 tos 16 size 100}, {@code udp …}, {@code sctp …},
 * {@code icmp 8/0 10.0.0.1 > 10.0.0.2 id 7}, {@code icmp 3/3 10.0.0.9 > 10.0.0.1 about udp 10.0.0.1:1 > 10.0.0.2:2}.
 */
final class InjectedPacket {

    private static final int SEQ = 1000;
    private static final int ACK = 2000;

    private InjectedPacket() {}

    /** The packet, once with each of the TTLs that are divided by commas. */
    static List<Packet> parseAll(List<String> words) {
        int at = words.indexOf("ttl") + 1;
        if (at == 0 || !words.get(at).contains(",")) {
            return List.of(parse(words));
        }
        List<String> one = new ArrayList<>(words);
        return StatementParser.numbers(words.get(at)).stream()
                .map(ttl -> {
                    one.set(at, ttl.toString());
                    return parse(one);
                })
                .toList();
    }

    static Packet parse(List<String> words) {
        int kinds = words.get(0).equals("udp") || words.get(0).equals("sctp") ? 1 : 2;
        require(
                words.size() >= kinds + 3 && words.get(kinds + 1).equals(">"),
                "a packet is PROTOCOL [FLAGS|TYPE/CODE] SOURCE > DESTINATION, not \"" + String.join(" ", words) + "\"");
        Matcher src = StatementParser.end(words.get(kinds));
        Matcher dst = StatementParser.end(words.get(kinds + 2));
        List<String> rest = words.subList(kinds + 3, words.size());
        int sport = StatementParser.number(src.group(2));
        int dport = StatementParser.number(dst.group(2));
        Transport transport = switch (words.get(0)) {
            case "tcp" -> tcp(words.get(1), sport, dport, rest);
            case "udp" -> new Udp(sport, dport, Bytes.zeros(option(rest, "size", 10)));
            case "sctp" -> new Sctp(sport, dport);
            case "icmp" -> icmp(words.get(1), IpAddress.parse(src.group(1)).family(), rest);
            default -> throw new IllegalArgumentException(words.get(0) + " is none of tcp, udp, sctp, icmp");
        };
        Packet packet = Packet.of(IpAddress.parse(src.group(1)), IpAddress.parse(dst.group(1)), transport);
        return packet.withTtl(option(rest, "ttl", Packet.DEFAULT_TTL))
                .withTos(option(rest, "tos", 0))
                .withDontFragment(option(rest, "df", 1) == 1);
    }

    private static int option(List<String> words, String name, int otherwise) {
        int at = words.indexOf(name);
        int about = words.indexOf("about");
        return at < 0 || (about >= 0 && at > about) ? otherwise : Integer.parseInt(words.get(at + 1));
    }

    private static Tcp tcp(String letters, int sport, int dport, List<String> rest) {
        Set<Tcp.Flag> flags = EnumSet.noneOf(Tcp.Flag.class);
        for (Tcp.Flag flag : Tcp.Flag.values()) {
            String letter = new Tcp(0, 0, 0, 0, EnumSet.of(flag), Bytes.EMPTY).letters();
            if (letters.contains(letter)) {
                flags.add(flag);
            }
        }
        require(flags.size() == letters.length(), "flags are letters of SFRPU. and not " + letters);
        return new Tcp(
                sport,
                dport,
                option(rest, "seq", SEQ),
                option(rest, "ack", flags.contains(Tcp.Flag.ACK) ? ACK : 0),
                flags,
                option(rest, "win", Tcp.FULL_WINDOW),
                TcpOptions.NONE,
                Bytes.zeros(option(rest, "size", 0)));
    }

    private static Transport icmp(String kind, IpFamily family, List<String> rest) {
        if (List.of("8/0", "0/0", "128/0", "129/0").contains(kind)) {
            boolean reply = kind.equals("0/0") || kind.equals("129/0");
            return new IcmpEcho(reply, family, option(rest, "id", 1), 1, Bytes.zeros(56));
        }
        int about = rest.indexOf("about");
        require(about >= 0, "an ICMP error is about a packet: icmp 3/3 A > B about udp B:1 > C:2");
        Packet cause = parse(rest.subList(about + 1, rest.size()));
        return Arrays.stream(IcmpError.Kind.values())
                .filter(each -> each.family() == family && (each.type() + "/" + each.code()).equals(kind))
                .findFirst()
                .map(each -> new IcmpError(each, cause))
                .orElseThrow(() -> new IllegalArgumentException("icmp " + kind + " is not modelled"));
    }

    /** The ports, or the identifier, that it has. */
    static List<Integer> ports(Packet packet) {
        Transport transport = packet.transport();
        if (transport instanceof IcmpError error) {
            return ports(error.cause());
        }
        return Ports.has(transport)
                ? List.of(Ports.source(transport), Ports.destination(transport))
                : List.of(((IcmpEcho) transport).id());
    }
}
