package packetwalk.dns;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import packetwalk.net.Bytes;
import packetwalk.net.DnsData;
import packetwalk.net.DnsMessage.Rcode;
import packetwalk.net.DnsName;
import packetwalk.net.DnsQuestion;
import packetwalk.net.DnsRecord;
import packetwalk.net.DnsType;
import packetwalk.net.IpAddress;
import packetwalk.program.dns.Zone;

/**
 * The names of a cluster: {@code service.namespace.svc.cluster.local} and their like, and the names of addresses.
 *
 * @see <a href="https://github.com/coredns/coredns/blob/master/plugin/kubernetes/kubernetes.go">CoreDNS
 *     plugin/kubernetes</a> {@code findServices()}, plugin/backend_lookup.go
 */
public final class ClusterZone implements Zone {

    /** Seconds that kubeadm's Corefile lets an answer be remembered; the plugin alone says 5. */
    public static final int TTL = 30;

    /** The version of the specification that this follows; asked for as a TXT record. */
    private static final String VERSION = "1.1.0";

    private static final List<DnsName> REVERSE = List.of(DnsName.of("in-addr.arpa"), DnsName.of("ip6.arpa"));

    private final DnsName domain;
    private final ClusterIndex index;
    private final int ttl;

    /**
     * The zone of a cluster; it says what the index holds when it is asked.
     *
     * @param domain {@code cluster.local}
     * @param ttl seconds for which an answer may be remembered
     */
    public ClusterZone(DnsName domain, ClusterIndex index, int ttl) {
        this.domain = Objects.requireNonNull(domain, "domain");
        this.index = Objects.requireNonNull(index, "index");
        this.ttl = ttl;
    }

    @Override
    public Optional<Answer> answer(DnsQuestion question) {
        if (REVERSE.stream().anyMatch(question.name()::isIn)) {
            List<DnsRecord> names = reverse(question);
            // what is not known here may be known to others: fallthrough in-addr.arpa ip6.arpa
            return names.isEmpty() ? Optional.empty() : Optional.of(yes(names, List.of()));
        }
        if (!question.name().isIn(domain)) {
            return Optional.empty();
        }
        if (question.name().equals(DnsName.of("dns-version").plus(domain))) {
            return Optional.of(version(question));
        }
        if (question.name().equals(domain) && question.type().equals(DnsType.SOA)) {
            return Optional.of(yes(List.of(authority()), List.of()));
        }
        Optional<List<Target>> found =
                ClusterName.parse(question.name(), domain).flatMap(this::find);
        return Optional.of(found.isEmpty() ? no(Rcode.NXDOMAIN) : records(question, found.get()));
    }

    private Answer version(DnsQuestion question) {
        Bytes text = Bytes.of(new byte[] {(byte) VERSION.length()}).plus(Bytes.of(VERSION));
        return question.type().equals(DnsType.TXT)
                ? yes(List.of(record(question.name(), new DnsData.Other(DnsType.TXT, text))), List.of())
                : no(Rcode.NOERROR);
    }

    /** What a name stands for: nothing, if it is only there because names below it are; empty if it is not there. */
    private Optional<List<Target>> find(ClusterName name) {
        if (name.kind().isEmpty() || name.namespace().isEmpty()) {
            return Optional.of(List.of());
        }
        if (!index.hasNamespace(name.namespace())) {
            return Optional.empty();
        }
        if (name.service().isEmpty()) {
            return Optional.of(List.of());
        }
        if (name.kind().equals("pod")) {
            return pod(name);
        }
        return index.service(name.namespace(), name.service()).flatMap(service -> service(name, service));
    }

    /** {@code pods insecure}: whatever looks like an address is one, if the namespace is there. */
    private Optional<List<Target>> pod(ClusterName name) {
        return name.address().map(address -> List.of(Target.of(ownName(name), address, Target.NO_PORT)));
    }

    private Optional<List<Target>> service(ClusterName name, Service service) {
        if ("ExternalName".equals(service.getSpec().getType())) {
            String text = Objects.requireNonNullElse(service.getSpec().getExternalName(), "");
            if (IpAddress.isAddress(text)) {
                return Optional.empty(); // CoreDNS tells an alias only where it is a name
            }
            DnsName external = DnsName.of(text);
            return name.endpoint().isEmpty() ? Optional.of(List.of(Target.alias(external))) : Optional.empty();
        }
        if (headless(service) || !name.endpoint().isEmpty()) {
            List<Target> endpoints = EndpointNames.of(index, name, ownName(name));
            return endpoints.isEmpty() ? Optional.empty() : Optional.of(endpoints);
        }
        boolean known = false;
        List<Target> targets = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            if (name.asksFor(port.getName(), port.getProtocol())) {
                known = true;
                service.getSpec().getClusterIPs().stream()
                        .map(IpAddress::parse)
                        .forEach(address -> targets.add(Target.of(ownName(name), address, port.getPort())));
            }
        }
        return known ? Optional.of(targets) : Optional.empty();
    }

    private static boolean headless(Service service) {
        return "None".equals(service.getSpec().getClusterIP());
    }

    /** The service's or pod's own name, without what stood before it. */
    private DnsName ownName(ClusterName name) {
        return new DnsName(List.of(name.service(), name.namespace(), name.kind())).plus(domain);
    }

    private Answer records(DnsQuestion question, List<Target> targets) {
        DnsType type = question.type();
        Set<DnsRecord> answers = new LinkedHashSet<>();
        Set<DnsRecord> additional = new LinkedHashSet<>();
        boolean alias = type.equals(DnsType.A) || type.equals(DnsType.AAAA) || type.equals(DnsType.CNAME);
        for (Target target : targets) {
            if (type.equals(DnsType.SRV) && target.port() != Target.NO_PORT) {
                // backend_lookup.go: all have the same share of a hundred
                int weight = Math.max(1, 100 / targets.size());
                answers.add(record(question.name(), new DnsData.Srv(0, weight, target.port(), target.name())));
                target.address().ifPresent(address -> additional.add(record(target.name(), address)));
            } else if (target.data().type().equals(type)
                    || (alias && target.address().isEmpty())) {
                answers.add(record(question.name(), target.data()));
            }
        }
        return answers.isEmpty() ? no(Rcode.NOERROR) : yes(List.copyOf(answers), List.copyOf(additional));
    }

    /** The services at an address, or the endpoints: plugin/kubernetes/reverse.go. */
    private List<DnsRecord> reverse(DnsQuestion question) {
        Optional<IpAddress> address = ClusterName.reversed(question.name());
        if (address.isEmpty() || !question.type().equals(DnsType.PTR)) {
            return List.of();
        }
        Optional<Service> service = index.serviceAt(address.get());
        List<DnsName> names = service.isPresent()
                ? List.of(new DnsName(List.of(
                                service.get().getMetadata().getName(),
                                service.get().getMetadata().getNamespace(),
                                "svc"))
                        .plus(domain))
                : EndpointNames.at(index, address.get(), domain);
        return names.stream()
                .distinct()
                .map(name -> record(question.name(), new DnsData.Name(DnsType.PTR, name)))
                .toList();
    }

    private DnsRecord record(DnsName name, DnsData data) {
        return new DnsRecord(name, ttl, data);
    }

    private static Answer yes(List<DnsRecord> answers, List<DnsRecord> additional) {
        return new Answer(Rcode.NOERROR, answers, List.of(), additional);
    }

    private Answer no(Rcode rcode) {
        return new Answer(rcode, List.of(), List.of(authority()), List.of());
    }

    private DnsRecord authority() {
        DnsName server = DnsName.of("ns.dns").plus(domain);
        DnsName mailbox = DnsName.of("hostmaster").plus(domain);
        return record(domain, new DnsData.Soa(server, mailbox, index.changes(), 7200, 1800, 86_400, ttl));
    }
}
