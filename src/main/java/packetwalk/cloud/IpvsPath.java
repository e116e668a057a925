package packetwalk.cloud;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import packetwalk.linux.NetworkNamespace;
import packetwalk.tools.Shell;

/**
 * {@link BalancerMode#PASS_THROUGH} and {@link BalancerMode#NAT}: virtual servers of the kernel, set up by {@code ipvsadm}. A
 * backend without new connections has weight 0; one whose connections are to end is taken off the list.
 */
final class IpvsPath implements Datapath {

    private final NetworkNamespace host;
    private final Shell shell;

    /** The lines that added virtual servers, and of each its real servers with their weights. */
    private final Map<Forward, Map<Target, Integer>> served = new LinkedHashMap<>();

    private final Map<Forward, String> schedulers = new LinkedHashMap<>();
    private BalancerSpec spec;

    IpvsPath(NetworkNamespace host, BalancerSpec spec) {
        this.host = host;
        this.shell = new Shell(host);
        this.spec = spec;
        if (spec.mode() == BalancerMode.NAT) {
            shell.run("sysctl -w net.ipv4.vs.conntrack=1"); // masquerading needs connections that are tracked
        }
        // of a server without new connections, too, a SYN begins anew: a client may use a port again
        shell.run("sysctl -w net.ipv4.vs.expire_nodest_conn=1");
    }

    @Override
    public void sync(BalancerSpec now, List<Target> usable, List<Target> known) {
        spec = now;
        for (Forward gone : without(served.keySet(), now.forwards())) {
            shell.run("ipvsadm -D " + key(gone));
            masquerade("-D", gone);
            served.remove(gone);
            schedulers.remove(gone);
        }
        for (Forward forward : now.forwards()) {
            schedule(forward);
            Map<Target, Integer> wanted = new LinkedHashMap<>();
            known.forEach(target -> wanted.put(target, usable.contains(target) ? 1 : 0));
            sync(forward, wanted);
        }
    }

    private static <T> Set<T> without(Set<T> some, List<T> others) {
        Set<T> rest = new LinkedHashSet<>(some);
        others.forEach(rest::remove);
        return rest;
    }

    private void schedule(Forward forward) {
        String scheduler = spec.scheduling().ipvs();
        String before = schedulers.put(forward, scheduler);
        if (before == null) {
            shell.run("ipvsadm -A " + key(forward) + " -s " + scheduler);
            masquerade("-A", forward);
            served.put(forward, new LinkedHashMap<>());
        } else if (!before.equals(scheduler)) {
            shell.run("ipvsadm -E " + key(forward) + " -s " + scheduler);
        }
    }

    private void sync(Forward forward, Map<Target, Integer> wanted) {
        Map<Target, Integer> present = served.getOrDefault(forward, new LinkedHashMap<>());
        for (Target gone : without(present.keySet(), List.copyOf(wanted.keySet()))) {
            shell.run("ipvsadm -d " + key(forward) + " -r " + server(gone, forward));
            present.remove(gone);
        }
        wanted.forEach((target, weight) -> {
            Integer before = present.put(target, weight);
            if (!weight.equals(before)) {
                String verb = before == null ? "-a " : "-e ";
                String method = spec.mode() == BalancerMode.NAT ? " -m" : " -g";
                shell.run(
                        "ipvsadm " + verb + key(forward) + " -r " + server(target, forward) + method + " -w " + weight);
            }
        });
        served.put(forward, present);
    }

    private String key(Forward forward) {
        String option = protocol(forward).equals("tcp") ? "-t " : "-u ";
        return option + spec.address() + ":" + forward.port();
    }

    private static String protocol(Forward forward) {
        return forward.protocol().toString().toLowerCase(Locale.ROOT);
    }

    private static String server(Target target, Forward forward) {
        return target.address() + ":" + forward.targetPort();
    }

    /** What goes to a node comes from the balancer, so that the answer comes back to it. */
    private void masquerade(String verb, Forward forward) {
        if (spec.mode() == BalancerMode.NAT) {
            shell.run("iptables -t nat " + verb + " POSTROUTING -p " + protocol(forward) + " -m ipvs --vaddr "
                    + spec.address() + " --vport " + forward.port() + " -j MASQUERADE");
        }
    }

    @Override
    public int connections(Target target) {
        return (int) host.ipvs().connections().stream()
                .filter(each -> !each.template() && each.server().address().equals(target.address()))
                .count();
    }

    @Override
    public void close() {
        sync(spec.withForwards(List.of()), List.of(), List.of());
    }

    @Override
    public List<String> log() {
        return List.of();
    }
}
