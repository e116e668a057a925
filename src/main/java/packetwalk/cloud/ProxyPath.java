package packetwalk.cloud;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.IpAddress;
import packetwalk.program.proxy.TcpProxy;

/** {@link BalancerMode#PROXY}: one proxy for each port. */
final class ProxyPath implements Datapath {

    private static final Owner PROCESS = new Owner(600, "proxy");

    /** Lines of the log that are kept. */
    private static final int LOG_LENGTH = 100_000;

    private record Served(TcpProxy proxy, TcpProxy.Settings settings) {}

    private final NetworkNamespace host;
    private final Map<Forward, Served> served = new LinkedHashMap<>();
    private final Deque<String> log = new ArrayDeque<>();
    private List<Target> usable = List.of();
    private Scheduling scheduling = Scheduling.ROUND_ROBIN;
    private int turn;

    ProxyPath(NetworkNamespace host) {
        this.host = host;
    }

    @Override
    public void sync(BalancerSpec spec, List<Target> now, List<Target> known) {
        usable = now;
        TcpProxy.Settings settings =
                spec.proxyProtocol().map(TcpProxy.Settings.DEFAULT::withHeader).orElse(TcpProxy.Settings.DEFAULT);
        scheduling = spec.scheduling();
        served.entrySet().removeIf(entry -> {
            boolean gone = !spec.forwards().contains(entry.getKey())
                    || !entry.getValue().settings().equals(settings);
            if (gone) {
                entry.getValue().proxy().close();
            }
            return gone;
        });
        for (Forward forward : spec.forwards()) {
            served.computeIfAbsent(forward, any -> new Served(open(spec, forward, settings), settings));
        }
        List<IpAddress> kept = known.stream().map(Target::address).toList();
        proxies().forEach(proxy -> proxy.cut(server -> !kept.contains(server.address()), "its backend was taken out"));
    }

    private TcpProxy open(BalancerSpec spec, Forward forward, TcpProxy.Settings settings) {
        Endpoint at = new Endpoint(spec.address(), forward.port());
        TcpProxy.Chooser chooser = (client, tried) -> choose(client, tried, forward.targetPort());
        return new TcpProxy(host, PROCESS, at, chooser, settings, ended -> note(forward, ended));
    }

    /** Of those that have not been tried; when all have, the last of them again. */
    private Optional<TcpProxy.Choice> choose(Endpoint client, List<Endpoint> tried, int port) {
        List<Target> fresh = usable.stream()
                .filter(target -> !tried.contains(new Endpoint(target.address(), port)))
                .toList();
        List<Target> from = fresh.isEmpty() ? usable : fresh;
        String why = scheduling.words() + " among "
                + from.stream().map(Target::name).toList() + (tried.isEmpty() ? "" : ", after " + tried + " in vain");
        return scheduling
                .choose(from, client, turn++)
                .map(target -> new TcpProxy.Choice(new Endpoint(target.address(), port), why));
    }

    private void note(Forward forward, TcpProxy.Ended ended) {
        if (log.size() == LOG_LENGTH) {
            log.removeFirst();
        }
        String server = ended.server().map(Endpoint::toString).orElse("nobody");
        log.add(String.format(
                Locale.ROOT,
                "%.6f %s :%d -> %s %.3f ms: %s",
                ended.startNanos() / 1e9,
                ended.client(),
                forward.port(),
                server,
                (ended.endNanos() - ended.startNanos()) / 1e6,
                ended.end()));
    }

    private Collection<TcpProxy> proxies() {
        return served.values().stream().map(Served::proxy).toList();
    }

    @Override
    public int connections(Target target) {
        return proxies().stream()
                .mapToInt(proxy -> proxy.connections(server -> server.address().equals(target.address())))
                .sum();
    }

    @Override
    public void close() {
        proxies().forEach(proxy -> {
            proxy.close();
            proxy.cut(any -> true, "the balancer is gone");
        });
        served.clear();
    }

    @Override
    public List<String> log() {
        return List.copyOf(log);
    }
}
