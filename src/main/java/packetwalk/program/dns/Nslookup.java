package packetwalk.program.dns;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

/** {@code nslookup NAME [SERVER]}, as BIND 9.18 has it: tries the search list, and prints who answered what. */
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
        return IpAddress.isAddress(host)
                ? nameOf(DnsName.reverse(IpAddress.parse(host)))
                : addressOf(Resolver.Candidate.of(host, conf));
    }

    /** Of what has no name nothing is said if the server knows the address; nor who was asked: {@code printmessage()}. */
    private Result nameOf(DnsName address) {
        Optional<DnsMessage> heard = ask(address, DnsType.PTR);
        if (heard.isEmpty()) {
            return timedOut();
        }
        DnsMessage answer = heard.get();
        String more = authoritative(answer) ? "" : "\nAuthoritative answers can be found from:\n";
        return answer.rcode() == Rcode.NOERROR
                ? result("", lines(answer.answers()), more)
                : result("", unknown(address, answer), "");
    }

    /** Tries one after the other, until the server knows one or knows no answer. */
    private Result addressOf(List<Resolver.Candidate> candidates) {
        DnsName name = candidates.get(0).name();
        Optional<DnsMessage> heard = Optional.empty();
        for (Resolver.Candidate candidate : candidates) {
            name = candidate.name();
            heard = ask(name, DnsType.A);
            if (heard.isEmpty() || heard.get().rcode() != Rcode.NXDOMAIN) {
                break;
            }
        }
        return heard.isEmpty() ? timedOut() : addresses(name, heard.get());
    }

    private Result addresses(DnsName name, DnsMessage answer) {
        String asked =
                "Server:\t\t" + server.address() + "\nAddress:\t" + server.address() + "#" + server.port() + "\n\n";
        if (answer.rcode() != Rcode.NOERROR) {
            return result(asked, unknown(name, answer), "");
        }
        String found = lines(answer.answers()) + lines(sixes(name));
        return result(
                asked + (authoritative(answer) ? "" : "Non-authoritative answer:\n"),
                found.isEmpty() ? "*** Can't find " + shown(name) + ": No answer\n" : found,
                "");
    }

    private static boolean authoritative(DnsMessage answer) {
        return answer.flags().contains(DnsMessage.Flag.AA);
    }

    private static String unknown(DnsName name, DnsMessage answer) {
        return "** server can't find " + shown(name) + ": " + answer.rcode() + "\n";
    }

    /** Addresses of IPv6, which it asks for where the name is known, since BIND 9.11. */
    private List<DnsRecord> sixes(DnsName name) {
        return ask(name, DnsType.AAAA).map(DnsMessage::answers).orElse(List.of()).stream()
                .filter(record -> record.type().equals(DnsType.AAAA))
                .toList();
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

    private static Result timedOut() {
        String text = ";; connection timed out; no servers could be reached";
        return new Result(new Outcome(Outcome.Kind.TIMED_OUT, text), text + "\n\n");
    }

    /** @param found what came of it, which alone is the outcome */
    private static Result result(String before, String found, String after) {
        Outcome outcome = new Outcome(Outcome.Kind.ANSWERED, found.strip().replaceAll("\\s+", " "));
        return new Result(outcome, before + found + after + "\n");
    }

    private static String lines(List<DnsRecord> records) {
        return records.stream().map(Nslookup::line).collect(Collectors.joining());
    }

    /** Without the dot at its end: {@code dns_name_format()}. */
    private static String shown(DnsName name) {
        return name.toString().replaceAll("\\.$", "");
    }

    private static String line(DnsRecord record) {
        String name = shown(record.name());
        if (record.data() instanceof DnsData.Address) {
            return "Name:\t" + name + "\nAddress: " + record.data() + "\n";
        }
        if (record.type().equals(DnsType.CNAME)) {
            return name + "\tcanonical name = " + record.data() + "\n";
        }
        return name + "\tname = " + record.data() + "\n";
    }
}
