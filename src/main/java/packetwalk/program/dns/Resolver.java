package packetwalk.program.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
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
import packetwalk.net.IpFamily;
import packetwalk.program.dns.Resolution.Fault;

/**
 * Looks names up as {@code getaddrinfo()} of glibc 2.36 does: {@code /etc/hosts}, then DNS by the search list, A and AAAA
 * at once, the addresses sorted by RFC 6724.
 *
 * <p>Left out: {@code rotate}, {@code use-vc} and their like, {@code $HOSTALIASES}, nscd.
 */
public final class Resolver {

    private static final List<IpFamily> BOTH = List.of(IpFamily.IPV4, IpFamily.IPV6);

    private final NetworkNamespace from;
    private final Owner process;
    private final ResolvConf conf;
    private final List<IpFamily> families;

    private Resolver(NetworkNamespace from, Owner process, ResolvConf conf, List<IpFamily> families) {
        this.from = from;
        this.process = process;
        this.conf = conf;
        this.families = families;
    }

    /**
     * Looks a name up; comes back when that has ended, in virtual time, and with every packet that it took.
     *
     * @param process who asks, as its sockets name it
     * @param host a name; an address stands for itself
     */
    public static Resolution resolve(NetworkNamespace from, NameService names, Owner process, String host) {
        return resolve(from, names, process, host, BOTH);
    }

    /** The same for addresses of some families only: {@code ai_family}. */
    public static Resolution resolve(
            NetworkNamespace from, NameService names, Owner process, String host, List<IpFamily> families) {
        if (IpAddress.isAddress(host)) {
            return Resolution.of(List.of(IpAddress.parse(host)));
        }
        List<IpAddress> known = names.hosts().addresses(host).stream()
                .filter(each -> families.contains(each.family()))
                .toList();
        if (!known.isEmpty()) {
            return Resolution.of(AddressOrder.of(from, known));
        }
        Optional<ResolvConf> conf = names.resolvConf();
        if (conf.isEmpty() || conf.get().nameservers().isEmpty() || !isName(host)) {
            return Resolution.of(conf.isEmpty() || !isName(host) ? Fault.EAI_NONAME : Fault.EAI_AGAIN);
        }
        return new Resolver(from, process, conf.get(), families).search(host);
    }

    private static boolean isName(String host) {
        try {
            return !DnsName.of(host).labels().isEmpty();
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }

    /** Through the list of names that are tried for {@code host}: resolv/res_query.c {@code __res_context_search()}. */
    private Resolution search(String host) {
        List<Candidate> candidates = Candidate.of(host, conf);
        List<Fault> faults = new ArrayList<>();
        boolean goOn = true;
        boolean serverFailed = false;
        for (Candidate candidate : candidates) {
            // after a failure the rest of the list is left out, and the name as it was typed is still tried
            if (!goOn && !candidate.asTyped()) {
                continue;
            }
            Exchange exchange = ask(candidate.name());
            List<IpAddress> found = addresses(exchange);
            if (!found.isEmpty()) {
                return Resolution.of(AddressOrder.of(from, found));
            }
            if (!exchange.reached()) {
                return Resolution.of(Fault.EAI_AGAIN);
            }
            Fault fault = fault(exchange);
            faults.add(fault);
            boolean servFail = exchange.useless().stream().anyMatch(each -> each.rcode() == Rcode.SERVFAIL);
            serverFailed |= servFail;
            goOn = candidate.asTyped() || servFail || fault == Fault.EAI_NONAME || fault == Fault.EAI_NODATA;
        }
        return Resolution.of(verdict(candidates.get(0).asTyped(), faults, serverFailed));
    }

    /** What is said in the end: what came of the name as typed if that was tried first, else what gives most hope. */
    private static Fault verdict(boolean typedFirst, List<Fault> faults, boolean serverFailed) {
        if (typedFirst) {
            return faults.get(0);
        }
        if (faults.contains(Fault.EAI_NODATA)) {
            return Fault.EAI_NODATA;
        }
        return serverFailed ? Fault.EAI_AGAIN : faults.get(faults.size() - 1);
    }

    private static List<IpAddress> addresses(Exchange exchange) {
        List<IpAddress> found = new ArrayList<>();
        for (DnsMessage answer : exchange.answers()) {
            for (DnsRecord record : answer.answers()) {
                if (record.data() instanceof DnsData.Address address) {
                    found.add(address.address());
                }
            }
        }
        return found;
    }

    /** What the answers about one name mean, none of them an address: {@code __res_context_query()}. */
    private static Fault fault(Exchange exchange) {
        if (exchange.answers().isEmpty()) {
            return Fault.EAI_AGAIN;
        }
        Rcode no = exchange.answers().stream()
                .map(DnsMessage::rcode)
                .filter(code -> code != Rcode.NOERROR)
                .findFirst()
                .orElse(Rcode.NOERROR);
        return switch (no) {
            case NOERROR -> Fault.EAI_NODATA;
            case NXDOMAIN -> Fault.EAI_NONAME;
            default -> Fault.EAI_FAIL;
        };
    }

    private Exchange ask(DnsName name) {
        Random random = from.simulation().random();
        List<DnsMessage> questions = new ArrayList<>();
        int id = random.nextInt(0x1_0000);
        for (IpFamily family : families) {
            DnsType type = family == IpFamily.IPV4 ? DnsType.A : DnsType.AAAA;
            questions.add(DnsMessage.query(id, new DnsQuestion(name, type)));
            id = (id + 1 + random.nextInt(0xffff)) & 0xffff;
        }
        List<Endpoint> servers = conf.asked().stream()
                .map(address -> new Endpoint(address, DnsServer.PORT))
                .toList();
        return Exchange.run(from, process, servers, conf.timeoutSeconds(), conf.attempts(), questions);
    }

    /**
     * A name that is tried.
     *
     * @param asTyped without a domain of the search list
     */
    record Candidate(DnsName name, boolean asTyped) {

        /** All, in their order: with enough dots the name as typed comes first, otherwise last. */
        static List<Candidate> of(String host, ResolvConf conf) {
            DnsName name = DnsName.of(host);
            Candidate typed = new Candidate(name, true);
            if (host.endsWith(".")) {
                return List.of(typed);
            }
            List<Candidate> all = new ArrayList<>();
            boolean first = name.labels().size() - 1 >= conf.ndots();
            if (first) {
                all.add(typed);
            }
            for (String domain : conf.search()) {
                joined(name, domain.toLowerCase(Locale.ROOT)).ifPresent(whole -> all.add(new Candidate(whole, false)));
            }
            if (!first) {
                all.add(typed);
            }
            return all;
        }

        /** Empty if that is no name: too long, or the domain is none. */
        private static Optional<DnsName> joined(DnsName name, String domain) {
            try {
                return Optional.of(name.plus(DnsName.of(domain)));
            } catch (IllegalArgumentException noName) {
                return Optional.empty();
            }
        }
    }
}
