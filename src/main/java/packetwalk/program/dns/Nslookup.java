package packetwalk.program.dns;

import java.util.List;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.DnsData;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsMessage.Rcode;
import packetwalk.net.DnsName;
import packetwalk.net.DnsQuestion;
import packetwalk.net.DnsRecord;
import packetwalk.net.DnsType;
import packetwalk.net.IpAddress;
import packetwalk.program.Result;
import packetwalk.trace.Outcome;

/** {@code nslookup NAME [SERVER]}: tries the search list, and prints who answered what. */
public final class Nslookup {

    private static final int TIMEOUT_SECONDS = 5;
    private static final int TRIES = 3;

    private final NetworkNamespace from;
    private final Endpoint server;

    private Nslookup(NetworkNamespace from, IpAddress server) {
        this.from = from;
        this.server = new Endpoint(server, DnsServer.PORT);
    }

    /**
     * Runs it; comes back when it has ended, in virtual time.
     *
     * @param arguments as typed behind {@code nslookup}
     * @throws IllegalArgumentException where a name is missing, or nobody is told to be asked
     */
    public static Result run(NetworkNamespace from, NameService names, String arguments) {
        List<String> words = List.of(arguments.strip().split("\\s+"));
        if (words.get(0).isEmpty() || words.size() > 2) {
            throw new IllegalArgumentException("nslookup: write nslookup NAME [SERVER], not nslookup " + arguments);
        }
        ResolvConf conf = names.resolvConf().orElse(new ResolvConf(List.of(), List.of(), List.of()));
        IpAddress server = words.stream()
                .skip(1)
                .findFirst()
                .map(IpAddress::parse)
                .or(() -> conf.nameservers().stream().findFirst())
                .orElseThrow(() -> new IllegalArgumentException("nslookup: nobody to ask, since there is no nameserver"
                        + " here; write nslookup " + words.get(0) + " SERVER"));
        return new Nslookup(from, server).lookUp(words.get(0), conf);
    }

    private Result lookUp(String host, ResolvConf conf) {
        if (IpAddress.isAddress(host)) {
            return report(host, ask(DnsName.reverse(IpAddress.parse(host)), DnsType.PTR), List.of());
        }
        Optional<DnsMessage> last = Optional.empty();
        for (Resolver.Candidate candidate : Resolver.Candidate.of(host, conf)) {
            last = ask(candidate.name(), DnsType.A);
            if (last.isEmpty() || last.get().rcode() != Rcode.NXDOMAIN) {
                return report(host, last, sixes(candidate.name(), last));
            }
        }
        return report(host, last, List.of());
    }

    /** Addresses of IPv6, which it asks for where the name is known, since BIND 9.11. */
    private List<DnsRecord> sixes(DnsName name, Optional<DnsMessage> fours) {
        return fours.filter(answer -> answer.rcode() == Rcode.NOERROR)
                .flatMap(answer -> ask(name, DnsType.AAAA))
                .map(DnsMessage::answers)
                .orElse(List.of());
    }

    private Optional<DnsMessage> ask(DnsName name, DnsType type) {
        int id = from.simulation().random().nextInt(0x1_0000);
        List<DnsMessage> question = List.of(DnsMessage.query(id, new DnsQuestion(name, type)));
        Exchange exchange =
                Exchange.run(from, new Owner(1, "nslookup"), List.of(server), TIMEOUT_SECONDS, TRIES, question);
        return exchange.answers().stream()
                .findFirst()
                .or(() -> exchange.useless().stream().findFirst());
    }

    private Result report(String host, Optional<DnsMessage> heard, List<DnsRecord> more) {
        if (heard.isEmpty()) {
            String text = ";; connection timed out; no servers could be reached";
            return new Result(new Outcome(Outcome.Kind.TIMED_OUT, text), text + "\n\n");
        }
        DnsMessage answer = heard.get();
        StringBuilder text = new StringBuilder(
                "Server:\t\t" + server.address() + "\nAddress:\t" + server.address() + "#" + server.port() + "\n\n");
        if (answer.answers().isEmpty() && more.isEmpty()) {
            String no = answer.rcode() == Rcode.NOERROR
                    ? "*** Can't find " + host + ": No answer"
                    : "** server can't find " + host + ": " + answer.rcode();
            return new Result(
                    new Outcome(Outcome.Kind.ANSWERED, no),
                    text.append(no).append("\n\n").toString());
        }
        StringBuilder lines = new StringBuilder();
        answer.answers().forEach(record -> lines.append(line(record)));
        more.stream()
                .filter(record -> record.type().equals(DnsType.AAAA))
                .forEach(record -> lines.append(line(record)));
        Outcome outcome =
                new Outcome(Outcome.Kind.ANSWERED, lines.toString().strip().replaceAll("\\s+", " "));
        return new Result(outcome, text.append(lines).append('\n').toString());
    }

    private static String line(DnsRecord record) {
        String name = record.name().toString().replaceAll("\\.$", "");
        if (record.data() instanceof DnsData.Address) {
            return "Name:\t" + name + "\nAddress: " + record.data() + "\n";
        }
        if (record.type().equals(DnsType.CNAME)) {
            return name + "\tcanonical name = " + record.data() + "\n";
        }
        return name + "\tname = " + record.data() + "\n";
    }
}
