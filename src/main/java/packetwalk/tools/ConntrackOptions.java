package packetwalk.tools;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.ConnectionSpec;
import packetwalk.linux.conntrack.CtStatus;
import packetwalk.linux.conntrack.NatKind;
import packetwalk.linux.conntrack.Tuple;
import packetwalk.linux.conntrack.Zone;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;
import packetwalk.tools.line.Words;

/** What was typed behind {@code conntrack}: the command, and which connections it is about, or the one to make. */
final class ConntrackOptions {

    private static final String KNOWN = "-L, -G, -D, -I, -U, -F, -C, -S, and -p, -s, -d, -r, -q, --sport, --dport,"
            + " --reply-port-src, --reply-port-dst, --icmp-type, --icmp-code, --icmp-id, --state, -m, -t, -u, -w, --orig-zone, --reply-zone,"
            + " -n, -g, -j, -f, -z and -o extended";

    /** Where an address or port stands in a connection. */
    private enum End {
        ORIG_SRC(
                connection -> connection.original().src(),
                connection -> connection.original().srcPort()),
        ORIG_DST(
                connection -> connection.original().dst(),
                connection -> connection.original().dstPort()),
        REPLY_SRC(
                connection -> connection.reply().src(),
                connection -> connection.reply().srcPort()),
        REPLY_DST(
                connection -> connection.reply().dst(),
                connection -> connection.reply().dstPort());

        private final Function<Connection, IpAddress> address;
        private final Function<Connection, Integer> port;

        End(Function<Connection, IpAddress> address, Function<Connection, Integer> port) {
            this.address = address;
            this.port = port;
        }
    }

    private final Map<End, Cidr> addresses = new HashMap<>();
    private final Map<End, Integer> ports = new HashMap<>();
    private final Set<CtStatus> status = EnumSet.noneOf(CtStatus.class);
    private final Map<NatKind, Optional<NatTo>> translated = new HashMap<>();
    private @Nullable ConntrackVerb command;
    private @Nullable IpFamily family;
    private @Nullable Protocol protocol;
    private String state = "";
    private Zone zone = Zone.DEFAULT;
    private Predicate<Connection> others = any -> true;
    private OptionalInt mark = OptionalInt.empty();
    private int markMask = -1;
    private OptionalInt timeout = OptionalInt.empty();
    private boolean unreplied;
    private boolean zero;
    private boolean extended;

    private ConntrackOptions() {}

    static ConntrackOptions read(Words words) {
        ConntrackOptions options = new ConntrackOptions();
        while (words.hasNext()) {
            options.take(words);
        }
        if (options.command == null) {
            throw new IllegalArgumentException("conntrack: no command; it takes " + KNOWN);
        }
        return options;
    }

    ConntrackVerb command() {
        return command == null ? ConntrackVerb.LIST : command;
    }

    boolean extended() {
        return extended;
    }

    /** Whether counters are set to zero when they have been printed. */
    boolean zero() {
        return zero;
    }

    OptionalInt mark() {
        return mark;
    }

    OptionalInt timeout() {
        return timeout;
    }

    Zone zone() {
        return zone;
    }

    private void take(Words words) {
        Optional<ConntrackVerb> verb = ConntrackVerb.named(words.peek());
        if (verb.isPresent()) {
            words.next("a command");
            command = verb.get();
            words.take("conntrack"); // the table's name may stand there
        } else if (!takeAddress(words) && !takePort(words) && !takeStatus(words) && !takeNat(words)) {
            takeOther(words);
        }
    }

    private boolean takeAddress(Words words) {
        End end;
        if (words.take("-s", "--orig-src", "--src")) {
            end = End.ORIG_SRC;
        } else if (words.take("-d", "--orig-dst", "--dst")) {
            end = End.ORIG_DST;
        } else if (words.take("-r", "--reply-src")) {
            end = End.REPLY_SRC;
        } else if (words.take("-q", "--reply-dst")) {
            end = End.REPLY_DST;
        } else {
            return false;
        }
        Cidr prefix = words.nextPrefix("an address");
        about(prefix.network().family());
        addresses.put(end, prefix);
        return true;
    }

    /** All that is said is about connections of one family. */
    private void about(IpFamily told) {
        if (family != null && family != told) {
            throw new IllegalArgumentException(
                    "conntrack: mismatched address family; leave out -f, or give addresses of that family only");
        }
        family = told;
    }

    private boolean takePort(Words words) {
        End end;
        if (words.take("--sport", "--orig-port-src")) {
            end = End.ORIG_SRC;
        } else if (words.take("--dport", "--orig-port-dst")) {
            end = End.ORIG_DST;
        } else if (words.take("--reply-port-src")) {
            end = End.REPLY_SRC;
        } else if (words.take("--reply-port-dst")) {
            end = End.REPLY_DST;
        } else if (words.take("--icmp-id")) {
            end = End.ORIG_SRC;
        } else {
            return false;
        }
        if (protocol == null) {
            throw new IllegalArgumentException(
                    "conntrack: a port or identifier belongs to a protocol; add -p tcp, -p udp"
                            + " or -p icmp before it");
        }
        ports.put(end, Ports.require(words.nextNumber("a port")));
        return true;
    }

    private boolean takeStatus(Words words) {
        if (words.take("-p", "--proto", "--protonum")) {
            protocol = protocol(words.next("a protocol"));
        } else if (words.take("--state")) {
            state = words.next("a TCP state");
        } else if (words.take("-u", "--status")) {
            for (String each : words.next("a status").split(",", -1)) {
                takeStatus(each);
            }
        } else if (words.take("-w", "--zone")) {
            int number = words.nextNumber("a zone");
            zone = new Zone(number, true, true);
            others = others.and(each -> each.zone().both().equals(zone.both()));
        } else if (words.take("--orig-zone")) {
            zone = new Zone(words.nextNumber("a zone"), true, false);
            others = others.and(each -> each.zone().oneWay(false).equals(zone.oneWay(false)));
        } else if (words.take("--reply-zone")) {
            zone = new Zone(words.nextNumber("a zone"), false, true);
            others = others.and(each -> each.zone().oneWay(true).equals(zone.oneWay(true)));
        } else {
            return false;
        }
        return true;
    }

    private void takeStatus(String name) {
        switch (name) {
            case "ASSURED" -> status.add(CtStatus.ASSURED);
            case "SEEN_REPLY" -> status.add(CtStatus.SEEN_REPLY);
            case "EXPECTED" -> status.add(CtStatus.EXPECTED);
            case "UNREPLIED" -> unreplied = true;
            default ->
                throw new IllegalArgumentException(
                        "conntrack: Bad parameter `" + name + "'; use ASSURED, SEEN_REPLY, UNREPLIED or EXPECTED");
        }
    }

    private boolean takeNat(Words words) {
        if (words.take("-n", "--src-nat")) {
            translated.put(NatKind.SNAT, natTo(words));
        } else if (words.take("-g", "--dst-nat")) {
            translated.put(NatKind.DNAT, natTo(words));
        } else if (words.take("-j", "--any-nat")) {
            others = others.and(each -> each.srcNat() || each.dstNat());
        } else {
            return false;
        }
        return true;
    }

    private static Optional<NatTo> natTo(Words words) {
        return words.hasNext() && words.nextIsValue()
                ? Optional.of(NatTo.of(words.next("an address")))
                : Optional.empty();
    }

    private void takeOther(Words words) {
        if (words.take("-m", "--mark")) {
            takeMark(words.next("a mark"));
        } else if (words.take("-t", "--timeout")) {
            timeout = OptionalInt.of(words.nextNumber("seconds"));
        } else if (words.take("--icmp-type")) {
            echo(words.nextNumber("a type"), protocol == Protocol.ICMPV6 ? 128 : 8);
        } else if (words.take("--icmp-code")) {
            echo(words.nextNumber("a code"), 0);
        } else if (words.take("-z", "--zero")) {
            zero = true;
        } else if (words.take("-o", "--output")) {
            if (!words.next("extended").equals("extended")) {
                throw new IllegalArgumentException("conntrack: of -o only \"extended\" is modelled");
            }
            extended = true;
        } else if (words.take("-f", "--family")) {
            takeFamily(words.next("a family"));
        } else {
            throw words.unexpected(KNOWN);
        }
    }

    private void takeFamily(String name) {
        about(
                switch (name) {
                    case "ipv4" -> IpFamily.IPV4;
                    case "ipv6" -> IpFamily.IPV6;
                    default ->
                        throw new IllegalArgumentException(
                                "conntrack: `" + name + "' unsupported protocol; use ipv4 or ipv6");
                });
    }

    /** Of ICMP only echoes are connections here. */
    private static void echo(int number, int wanted) {
        if (number != wanted) {
            throw new IllegalArgumentException("conntrack: ICMP type or code " + number
                    + " begins no connection here; an echo has 8, or 128 in IPv6, and 0");
        }
    }

    private void takeMark(String text) {
        try {
            int slash = text.indexOf('/');
            mark = OptionalInt.of((int) Words.parseNumber(slash < 0 ? text : text.substring(0, slash)));
            markMask = slash < 0 ? -1 : (int) Words.parseNumber(text.substring(slash + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("conntrack: mark \"" + text + "\" is no number; write 5 or 0x5/0xff", e);
        }
    }

    private static Protocol protocol(String name) {
        return Protocol.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "conntrack: `" + name + "' unsupported protocol; use tcp, udp, icmp or a number"));
    }

    /** Which connections are meant. */
    Predicate<Connection> filter() {
        return others.and(this::hasEnds)
                .and(each -> family == null || each.original().src().family() == family)
                .and(each -> protocol == null || each.protocol() == protocol)
                .and(each -> state.isEmpty() || each.protocolState().equals(state))
                .and(each -> status.stream().allMatch(each::has))
                .and(each -> !unreplied || !each.has(CtStatus.SEEN_REPLY))
                .and(each -> command == ConntrackVerb.UPDATE
                        || mark.isEmpty()
                        || (each.mark() & markMask) == (mark.getAsInt() & markMask))
                .and(this::isTranslated);
    }

    private boolean hasEnds(Connection connection) {
        for (End end : End.values()) {
            Cidr prefix = addresses.get(end);
            Integer port = ports.get(end);
            boolean misses = (prefix != null && !prefix.contains(end.address.apply(connection)))
                    || (port != null && !port.equals(end.port.apply(connection)));
            if (misses) {
                return false;
            }
        }
        return true;
    }

    private boolean isTranslated(Connection connection) {
        return translated.entrySet().stream()
                .allMatch(each -> isTranslated(connection, each.getKey(), each.getValue()));
    }

    private static boolean isTranslated(Connection connection, NatKind kind, Optional<NatTo> to) {
        boolean snat = kind == NatKind.SNAT;
        IpAddress address = snat ? connection.reply().dst() : connection.reply().src();
        return (snat ? connection.srcNat() : connection.dstNat())
                && to.filter(each -> !each.address().equals(address)).isEmpty();
    }

    /** The tuple of a connection's first packet, all of it. */
    Tuple tuple() {
        Protocol of = required(protocol, "--protonum");
        boolean echo = of == Protocol.ICMP || of == Protocol.ICMPV6;
        int from = ports.getOrDefault(End.ORIG_SRC, 0);
        return new Tuple(
                of,
                required(addresses.get(End.ORIG_SRC), "--src").network(),
                from,
                required(addresses.get(End.ORIG_DST), "--dst").network(),
                echo ? from : ports.getOrDefault(End.ORIG_DST, 0),
                true);
    }

    private static <T> T required(@Nullable T value, String option) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "conntrack: You need to supply the `" + option + "' option for this command; add it");
        }
        return value;
    }

    /** The connection to make. */
    ConnectionSpec create() {
        Tuple original = tuple();
        if (timeout.isEmpty()) {
            required(null, "--timeout");
        }
        if (original.protocol() == Protocol.TCP && state.isEmpty()) {
            required(null, "--state");
        }
        Set<CtStatus> known = EnumSet.copyOf(status);
        return new ConnectionSpec(
                original, reply(original, known), zone, known, state, mark.orElse(0), timeout.getAsInt());
    }

    /** The inverse, but for what the options say. */
    private Tuple reply(Tuple original, Set<CtStatus> known) {
        Tuple reply = original.inverse();
        IpAddress src = address(End.REPLY_SRC, reply.src());
        IpAddress dst = address(End.REPLY_DST, reply.dst());
        reply = reply.withSrc(src, ports.getOrDefault(End.REPLY_SRC, reply.srcPort()))
                .withDst(dst, ports.getOrDefault(End.REPLY_DST, reply.dstPort()));
        for (Map.Entry<NatKind, Optional<NatTo>> each : translated.entrySet()) {
            if (each.getValue().isEmpty()) {
                continue;
            }
            NatTo to = each.getValue().get();
            boolean snat = each.getKey() == NatKind.SNAT;
            known.add(snat ? CtStatus.SRC_NAT : CtStatus.DST_NAT);
            reply = snat
                    ? reply.withDst(to.address(), to.port().orElse(reply.dstPort()))
                    : reply.withSrc(to.address(), to.port().orElse(reply.srcPort()));
        }
        return reply;
    }

    private IpAddress address(End end, IpAddress otherwise) {
        Cidr given = addresses.get(end);
        return given == null ? otherwise : given.network();
    }
}
