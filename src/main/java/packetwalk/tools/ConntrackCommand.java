package packetwalk.tools;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import packetwalk.linux.conntrack.Connection;
import packetwalk.linux.conntrack.Conntrack;
import packetwalk.net.IpAddress;
import packetwalk.net.Ports;
import packetwalk.net.Protocol;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/** {@code conntrack}: the table of tracked connections. */
final class ConntrackCommand implements Tool {

    private static final String NAME = "conntrack v1.4.7 (conntrack-tools): ";

    private final Conntrack conntrack;

    ConntrackCommand(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String run(Words words, String input) {
        String command = words.next("-L, -D, -F or -C");
        words.take("conntrack"); // the table's name may stand there
        return run(command, words);
    }

    private String run(String command, Words words) {
        Predicate<Connection> filter = filter(words);
        List<Connection> found = conntrack.connections().stream().filter(filter).toList();
        return switch (command) {
            case "-L", "--dump" -> list(found) + summary(found, "shown");
            case "-D", "--delete" -> {
                String text = list(found) + summary(found, "deleted");
                found.forEach(conntrack::delete);
                yield text;
            }
            case "-F", "--flush" -> {
                conntrack.connections().forEach(conntrack::delete);
                yield NAME + "connection tracking table has been emptied.\n";
            }
            case "-C", "--count" -> conntrack.size() + "\n";
            default ->
                throw new IllegalArgumentException(
                        "conntrack: \"" + command + "\" is not understood; it takes -L, -D, -F and -C");
        };
    }

    private static String summary(List<Connection> found, String what) {
        return NAME + found.size() + " flow entries have been " + what + ".\n";
    }

    private String list(List<Connection> found) {
        return found.stream().map(this::text).collect(Collectors.joining());
    }

    private String text(Connection connection) {
        Protocol protocol = connection.protocol();
        String state = connection.tcpState().isEmpty() ? "" : connection.tcpState() + " ";
        return "%-8s %d %d %s%s mark=0 use=1\n"
                .formatted(protocol, protocol.number(), conntrack.secondsLeft(connection), state, connection);
    }

    private static Predicate<Connection> filter(Words words) {
        Predicate<Connection> filter = any -> true;
        while (words.hasNext()) {
            filter = filter.and(condition(words));
        }
        return filter;
    }

    private static Predicate<Connection> condition(Words words) {
        if (words.take("-p", "--proto")) {
            String name = words.next("a protocol");
            Protocol protocol = Protocol.named(name)
                    .orElseThrow(() ->
                            new IllegalArgumentException("unknown protocol \"" + name + "\"; use tcp, udp or icmp"));
            return each -> each.protocol() == protocol;
        }
        if (words.take("-s", "--orig-src", "--src")) {
            IpAddress address = words.nextAddress("a source");
            return each -> each.original().src().equals(address);
        }
        if (words.take("-d", "--orig-dst", "--dst")) {
            IpAddress address = words.nextAddress("a destination");
            return each -> each.original().dst().equals(address);
        }
        if (words.take("-r", "--reply-src")) {
            IpAddress address = words.nextAddress("a source");
            return each -> each.reply().src().equals(address);
        }
        if (words.take("-q", "--reply-dst")) {
            IpAddress address = words.nextAddress("a destination");
            return each -> each.reply().dst().equals(address);
        }
        if (words.take("--sport", "--orig-port-src")) {
            int port = Ports.require(words.nextNumber("a port"));
            return each -> each.original().srcPort() == port;
        }
        if (words.take("--dport", "--orig-port-dst")) {
            int port = Ports.require(words.nextNumber("a port"));
            return each -> each.original().dstPort() == port;
        }
        if (words.take("-n", "--src-nat")) {
            return Connection::srcNat;
        }
        if (words.take("-g", "--dst-nat")) {
            return Connection::dstNat;
        }
        if (words.take("-j", "--any-nat")) {
            return each -> each.srcNat() || each.dstNat();
        }
        throw words.unexpected("-p, -s, -d, -r, -q, --sport, --dport, -n, -g and -j");
    }
}
