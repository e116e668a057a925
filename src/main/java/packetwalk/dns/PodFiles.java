package packetwalk.dns;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.program.dns.Hosts;
import packetwalk.program.dns.NameService;
import packetwalk.program.dns.ResolvConf;

/**
 * The files that the kubelet writes into a pod, so that its programs find names: {@code /etc/resolv.conf} by the pod's
 * {@code dnsPolicy} and {@code dnsConfig}, {@code /etc/hosts} with its own name and its {@code hostAliases}.
 *
 * @param clusterDns addresses of the cluster's DNS service; none if there is none
 * @param clusterDomain {@code cluster.local}
 * @param node the node's own resolv.conf
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/network/dns/dns.go">GetPodDNS()</a>
 */
public record PodFiles(List<IpAddress> clusterDns, String clusterDomain, ResolvConf node) {

    /** {@code MaxDNSNameservers} of pkg/apis/core/validation. */
    private static final int MOST_NAMESERVERS = 3;

    private static final List<String> CLUSTER_OPTIONS = List.of("ndots:5");

    private static final String HOSTS = """
            # Kubernetes-managed hosts file.
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            fe00::0\tip6-mcastprefix
            fe00::1\tip6-allnodes
            fe00::2\tip6-allrouters
            """;

    public PodFiles {
        clusterDns = List.copyOf(clusterDns);
        Objects.requireNonNull(clusterDomain, "clusterDomain");
        Objects.requireNonNull(node, "node");
    }

    /** What programs in that pod know of names. */
    public NameService nameService(Pod pod, IpAddress podIp) {
        return new NameService(Hosts.parse(hosts(pod, podIp)), Optional.of(resolvConf(pod)));
    }

    /** Its {@code /etc/resolv.conf}. */
    public ResolvConf resolvConf(Pod pod) {
        ResolvConf base = byPolicy(pod);
        PodDNSConfig more = pod.getSpec().getDnsConfig();
        if (more == null) {
            return base;
        }
        List<IpAddress> nameservers = new ArrayList<>(base.nameservers());
        more.getNameservers().forEach(each -> nameservers.add(IpAddress.parse(each)));
        List<String> search = new ArrayList<>(base.search());
        search.addAll(more.getSearches());
        return new ResolvConf(
                distinct(nameservers).stream().limit(MOST_NAMESERVERS).toList(),
                distinct(search),
                merged(base.options(), more.getOptions()));
    }

    private ResolvConf byPolicy(Pod pod) {
        String policy = Objects.requireNonNullElse(pod.getSpec().getDnsPolicy(), "ClusterFirst");
        boolean hostNetwork = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        boolean cluster = policy.equals("ClusterFirstWithHostNet") || (policy.equals("ClusterFirst") && !hostNetwork);
        if (policy.equals("None")) {
            return new ResolvConf(List.of(), List.of(), List.of());
        }
        // a kubelet that knows of no cluster DNS uses the node's, and tells so by the event MissingClusterDNS
        if (!cluster || clusterDns.isEmpty()) {
            return node;
        }
        String services = "svc." + clusterDomain;
        List<String> search =
                new ArrayList<>(List.of(pod.getMetadata().getNamespace() + "." + services, services, clusterDomain));
        search.addAll(node.search());
        return new ResolvConf(clusterDns, distinct(search), CLUSTER_OPTIONS);
    }

    /** Later ones of a name replace earlier ones: {@code mergeDNSOptions()}. */
    private static List<String> merged(List<String> options, List<PodDNSConfigOption> more) {
        Map<String, String> byName = new LinkedHashMap<>();
        options.forEach(option -> byName.put(option.replaceAll(":.*", ""), option));
        for (PodDNSConfigOption option : more) {
            String value = option.getValue();
            String text = value == null || value.isEmpty() ? option.getName() : option.getName() + ":" + value;
            byName.put(option.getName(), text);
        }
        return List.copyOf(byName.values());
    }

    private static <T> List<T> distinct(List<T> all) {
        return List.copyOf(new LinkedHashSet<>(all));
    }

    /** The text of its {@code /etc/hosts}: pkg/kubelet/kubelet_pods.go {@code managedHostsFileContent()}. */
    public String hosts(Pod pod, IpAddress podIp) {
        StringBuilder text = new StringBuilder(HOSTS);
        String hostname = hostname(pod);
        String subdomain = Objects.requireNonNullElse(pod.getSpec().getSubdomain(), "");
        String domain = subdomain + "." + pod.getMetadata().getNamespace() + ".svc." + clusterDomain;
        text.append(podIp).append('\t');
        text.append(subdomain.isEmpty() ? hostname : hostname + "." + domain + "\t" + hostname);
        text.append('\n');
        List<HostAlias> aliases = pod.getSpec().getHostAliases();
        if (!aliases.isEmpty()) {
            text.append("\n# Entries added by HostAliases.\n");
        }
        for (HostAlias alias : aliases) {
            text.append(alias.getIp() + "\t" + String.join("\t", alias.getHostnames()) + "\n");
        }
        return text.toString();
    }

    /** {@code spec.hostname}, or the pod's name as far as a hostname goes. */
    private static String hostname(Pod pod) {
        String own = Objects.requireNonNullElse(pod.getSpec().getHostname(), "");
        String name = own.isEmpty() ? pod.getMetadata().getName() : own;
        return name.length() <= 63 ? name : name.substring(0, 63).replaceAll("[-.]+$", "");
    }
}
