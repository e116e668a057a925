package packetwalk.program.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsMessage.Flag;
import packetwalk.net.DnsName;
import packetwalk.net.DnsQuestion;
import packetwalk.net.DnsRecord;
import packetwalk.net.DnsType;
import packetwalk.net.IpAddress;
import packetwalk.program.Result;
import packetwalk.trace.Outcome;

/** {@code dig [@server] [+short] [+noedns] [-x address] name [type]}: one question, and all that was answered. */
public final class Dig {

    private static final int TIMEOUT_SECONDS = 5;
    private static final int TRIES = 3;
    private static final int UDP_SIZE = 1232;

    private Optional<IpAddress> server = Optional.empty();
    private Optional<DnsName> name = Optional.empty();
    private DnsType type = DnsType.A;
    private boolean shortly;
    private boolean edns = true;

    private Dig() {}

    /**
     * Runs it; comes back when it has ended, in virtual time.
     *
     * @param arguments as typed behind {@code dig}
     * @throws IllegalArgumentException for an option that is not known, or where nobody is told to be asked
     */
    public static Result run(NetworkNamespace from, NameService names, String arguments) {
        Dig dig = new Dig();
        dig.read(List.of(arguments.strip().split("\\s+")));
        return dig.ask(from, names);
    }

    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("@")) {
                server = Optional.of(IpAddress.parse(word.substring(1)));
            } else if (word.equals("+short")) {
                shortly = true;
            } else if (word.equals("+noedns")) {
                edns = false;
            } else if (word.equals("-x") && i + 1 < words.size()) {
                name = Optional.of(DnsName.reverse(IpAddress.parse(words.get(++i))));
                type = DnsType.PTR;
            } else if (word.startsWith("+") || word.startsWith("-")) {
                throw new IllegalArgumentException(
                        "dig: option " + word + " is not known here; use +short, +noedns, -x ADDRESS or @SERVER");
            } else if (name.isEmpty() && i + 1 < words.size() && DnsType.isNamed(word)) {
                type = DnsType.of(word); // either may come first
            } else if (name.isEmpty()) {
                name = Optional.of(DnsName.of(word));
            } else {
                type = DnsType.of(word);
            }
        }
    }

    private Result ask(NetworkNamespace from, NameService names) {
        DnsName asked = name.orElseThrow(
                () -> new IllegalArgumentException("dig: a name to ask for is missing; write dig NAME [TYPE]"));
        IpAddress address = server.or(() -> names.resolvConf()
                        .flatMap(conf -> conf.nameservers().stream().findFirst()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "dig: nobody to ask, since there is no nameserver here; write dig @SERVER " + asked));
        DnsMessage query = DnsMessage.query(from.simulation().random().nextInt(0x1_0000), new DnsQuestion(asked, type));
        Endpoint to = new Endpoint(address, DnsServer.PORT);
        List<DnsMessage> questions = List.of(edns ? query.withEdns(UDP_SIZE) : query);
        long sent = from.simulation().now();
        Exchange exchange = Exchange.run(from, new Owner(1, "dig"), List.of(to), TIMEOUT_SECONDS, TRIES, questions);
        List<DnsMessage> heard = new ArrayList<>(exchange.answers());
        heard.addAll(exchange.useless());
        if (heard.isEmpty()) {
            String why = exchange.reached() ? "timed out" : "connection refused";
            String line = ";; communications error to " + address + "#" + DnsServer.PORT + ": " + why;
            Outcome.Kind kind = exchange.reached() ? Outcome.Kind.TIMED_OUT : Outcome.Kind.REFUSED;
            String text = (line + "\n").repeat(TRIES) + ";; no servers could be reached\n";
            return new Result(new Outcome(kind, line), text);
        }
        long millis = (from.simulation().now() - sent) / 1_000_000;
        return report(heard.get(0), to, millis);
    }

    private Result report(DnsMessage answer, Endpoint from, long millis) {
        String data =
                answer.answers().stream().map(record -> record.data() + "\n").collect(Collectors.joining());
        String text =
                answer.rcode() + (data.isEmpty() ? "" : ": " + data.strip().replace("\n", ", "));
        Outcome outcome = new Outcome(Outcome.Kind.ANSWERED, text);
        return new Result(outcome, shortly ? data : whole(answer, from, millis));
    }

    private static String whole(DnsMessage answer, Endpoint from, long millis) {
        StringBuilder text = new StringBuilder(";; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ")
                .append(answer.rcode() + ", id: " + answer.id() + "\n;; flags: ");
        String flags = answer.flags().stream()
                .sorted()
                .map(flag -> flag.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
        text.append(flags + "; QUERY: " + answer.questions().size() + ", ANSWER: "
                + answer.answers().size() + ", AUTHORITY: " + answer.authority().size() + ", ADDITIONAL: "
                + answer.additional().size() + "\n");
        if (answer.has(Flag.RD) && !answer.has(Flag.RA)) {
            text.append(";; WARNING: recursion requested but not available\n");
        }
        answer.edns()
                .ifPresent(opt -> text.append(
                        "\n;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: " + opt.udpSize() + "\n"));
        text.append(answer.edns().isPresent() ? "" : "\n").append(";; QUESTION SECTION:\n");
        answer.questions().forEach(each -> text.append(";" + each.name() + "\t\tIN\t" + each.type() + "\n"));
        section(text, "ANSWER", answer.answers());
        section(text, "AUTHORITY", answer.authority());
        section(
                text,
                "ADDITIONAL",
                answer.additional().stream()
                        .filter(each -> !each.type().equals(DnsType.OPT))
                        .toList());
        return text.append("\n;; Query time: " + millis + " msec\n;; SERVER: " + from.address() + "#" + from.port()
                        + "(" + from.address() + ")\n;; MSG SIZE  rcvd: "
                        + answer.wire().length() + "\n")
                .toString();
    }

    private static void section(StringBuilder text, String name, List<DnsRecord> records) {
        if (!records.isEmpty()) {
            text.append("\n;; " + name + " SECTION:\n");
            records.forEach(each -> text.append(each).append('\n'));
        }
    }
}
