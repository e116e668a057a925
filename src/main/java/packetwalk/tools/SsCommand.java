package packetwalk.tools;

import java.util.ArrayList;
import java.util.List;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.linux.socket.Sockets;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.linux.socket.TcpState;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/**
 * {@code ss}: the sockets of a namespace. Ports are always numbers, as with {@code -n}; a listener's backlog is the
 * kernel's {@code somaxconn}, 4096.
 */
final class SsCommand implements Tool {

    private static final String OPTIONS = "-t, -u, -l, -a, -n, -p, -H and -4, together or apart";

    private final Sockets sockets;

    SsCommand(NetworkNamespace namespace) {
        this.sockets = namespace.sockets();
    }

    /** Which sockets, and how. */
    private static final class Request {
        private boolean tcp;
        private boolean udp;
        private boolean listening;
        private boolean all;
        private boolean processes;
        private boolean header = true;

        static Request read(Words words) {
            Request request = new Request();
            while (words.hasNext()) {
                String option = words.peek();
                if (!option.matches("-[tulanpH4i]+")) {
                    throw words.unexpected(OPTIONS);
                }
                words.next("an option").substring(1).chars().forEach(request::take);
            }
            if (!request.tcp && !request.udp) {
                request.tcp = true;
                request.udp = true;
            }
            return request;
        }

        private void take(int letter) {
            switch (letter) {
                case 't' -> tcp = true;
                case 'u' -> udp = true;
                case 'l' -> listening = true;
                case 'a' -> all = true;
                case 'p' -> processes = true;
                case 'H' -> header = false;
                default -> {
                    // -n and -4 are how it is anyway
                }
            }
        }
    }

    @Override
    public String run(Words words, String input) {
        Request request = Request.read(words);
        SsTable table = new SsTable(request.header, request.tcp == request.udp);
        Descriptors descriptors = new Descriptors(request.processes);
        boolean passive = request.listening || request.all;
        if (request.udp && passive) {
            sockets.udp()
                    .sockets()
                    .forEach(each -> row(
                            table,
                            "udp",
                            TcpState.CLOSED,
                            "0",
                            each.local(),
                            each.v6Only(),
                            descriptors.of(each.owner())));
        }
        if (request.tcp && passive) {
            sockets.tcp()
                    .listeners()
                    .forEach(each -> row(
                            table,
                            "tcp",
                            TcpState.LISTEN,
                            "4096",
                            each.local(),
                            each.v6Only(),
                            descriptors.of(each.owner())));
        }
        if (request.tcp && !request.listening) {
            connections(table, descriptors, request.all);
        }
        return table.text();
    }

    private void connections(SsTable table, Descriptors descriptors, boolean all) {
        for (TcpSocket socket : sockets.tcp().connections()) {
            // without -a ss leaves out what is not yet, or no longer, a connection
            boolean half = socket.state() == TcpState.SYN_RECV || socket.state() == TcpState.TIME_WAIT;
            if (all || !half) {
                table.add(
                        "tcp",
                        socket.state(),
                        "0",
                        ends(socket.local()),
                        ends(socket.remote()),
                        descriptors.of(socket.owner()));
            }
        }
    }

    private static void row(
            SsTable table, String kind, TcpState state, String queue, Endpoint local, boolean v6Only, String process) {
        String anybody = anybody(local.address(), v6Only);
        String[] own = local.address().isAny() ? new String[] {anybody, ends(local)[1]} : ends(local);
        table.add(kind, state, queue, own, new String[] {anybody, "*"}, process);
    }

    /** Any address: of both families it is {@code *}. */
    private static String anybody(IpAddress local, boolean v6Only) {
        if (local.family() == IpFamily.IPV4) {
            return "0.0.0.0";
        }
        return local.isAny() && !v6Only ? "*" : "[::]";
    }

    private static String[] ends(Endpoint endpoint) {
        IpAddress address = endpoint.address();
        String text = address.family() == IpFamily.IPV6 ? "[" + address + "]" : address.toString();
        return new String[] {text, String.valueOf(endpoint.port())};
    }

    /** File descriptors: 0 to 2 are taken, the others follow in the order in which sockets are listed. */
    private static final class Descriptors {
        private final List<Owner> seen = new ArrayList<>();
        private final boolean shown;

        Descriptors(boolean shown) {
            this.shown = shown;
        }

        String of(Owner process) {
            if (!shown || !process.hasUser()) {
                return ""; // the kernel's own sockets have no process
            }
            long number = 3 + seen.stream().filter(process::equals).count();
            seen.add(process);
            return " users:((\"" + process.name() + "\",pid=" + process.pid() + ",fd=" + number + "))";
        }
    }
}
