package packetwalk.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import packetwalk.net.DnsName;
import packetwalk.net.IpAddress;

/**
 * A name below {@code cluster.local}, taken apart; a part that it does not have is empty.
 *
 * @param port of {@code _http._tcp.web.default.svc}: {@code http}
 * @param protocol of that: {@code tcp}
 * @param endpoint of {@code web-0.web.default.svc}: {@code web-0}
 * @param service of that, or the dashed address of a pod
 * @param kind {@code svc} or {@code pod}
 * @see <a href="https://github.com/coredns/coredns/blob/master/plugin/kubernetes/parse.go">parseRequest()</a>
 */
record ClusterName(String port, String protocol, String endpoint, String service, String namespace, String kind) {

    private static final int MOST_LABELS = 5;

    /** Empty if nothing can have such a name. */
    static Optional<ClusterName> parse(DnsName name, DnsName domain) {
        int count = name.labels().size() - domain.labels().size();
        // from the right: kind, namespace, service, endpoint or protocol, port
        List<String> labels = new ArrayList<>();
        name.labels().subList(0, count).forEach(label -> labels.add(label.toLowerCase(Locale.ROOT)));
        Collections.reverse(labels);
        boolean kindKnown = labels.isEmpty() || List.of("svc", "pod").contains(labels.get(0));
        if (!kindKnown || count > MOST_LABELS) {
            return Optional.empty();
        }
        while (labels.size() < MOST_LABELS) {
            labels.add("");
        }
        boolean endpoint = count < MOST_LABELS;
        return Optional.of(new ClusterName(
                endpoint ? "" : plain(labels.get(4)),
                endpoint ? "" : plain(labels.get(3)),
                endpoint ? labels.get(3) : "",
                labels.get(2),
                labels.get(1),
                labels.get(0)));
    }

    private static String plain(String label) {
        return label.startsWith("_") ? label.substring(1) : label;
    }

    /** The address that a name of {@code in-addr.arpa} or {@code ip6.arpa} belongs to. */
    static Optional<IpAddress> reversed(DnsName name) {
        List<String> labels = new ArrayList<>(name.labels());
        Collections.reverse(labels);
        boolean v4 = labels.size() == 6;
        if (!v4 && labels.size() != 34) {
            return Optional.empty();
        }
        String digits = String.join(v4 ? "." : "", labels.subList(2, labels.size()));
        String text = v4 ? digits : digits.replaceAll("(.{4})(?!$)", "$1:");
        return Optional.of(text)
                .filter(IpAddress::isAddress)
                .map(IpAddress::parse)
                .filter(address -> DnsName.reverse(address).equals(name));
    }

    /** The address that a pod's name is made of: {@code 10-0-1-2}. */
    Optional<IpAddress> address() {
        String text = service.matches("[0-9]+(-[0-9]+){3}") ? service.replace('-', '.') : service.replace('-', ':');
        return Optional.of(text).filter(IpAddress::isAddress).map(IpAddress::parse);
    }

    /** Whether it names no port, or this one. */
    boolean asksFor(String otherPort, String otherProtocol) {
        return (port.isEmpty() || port.equalsIgnoreCase(otherPort))
                && (protocol.isEmpty() || protocol.equalsIgnoreCase(otherProtocol));
    }
}
