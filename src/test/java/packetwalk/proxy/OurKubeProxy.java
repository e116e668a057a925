package packetwalk.proxy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.net.IpAddress;
import packetwalk.proxy.iptables.IptablesProxier;
import packetwalk.proxy.iptables.IptablesSync;
import packetwalk.proxy.iptables.Jump;
import packetwalk.proxy.iptables.LastSync;

/** Our proxier, run as the process would run it: each sync builds on the one before. */
final class OurKubeProxy {

    private final NodeConfig node;
    private final Set<String> natChains = new LinkedHashSet<>();
    private final List<String> flows;
    private final List<String> deleted = new ArrayList<>();
    private Optional<ProxyView> last = Optional.empty();

    private OurKubeProxy(Question question) {
        this.node = question.node();
        this.flows = new ArrayList<>(question.flows());
    }

    static Answer answer(Question question) {
        OurKubeProxy ours = new OurKubeProxy(question);
        List<IptablesSync> syncs = question.syncs().stream().map(ours::sync).toList();
        return new Answer(
                syncs.stream().map(IptablesSync::restore).toList(),
                syncs.stream()
                        .flatMap(sync -> sync.jumps().stream())
                        .map(Jump::insert)
                        .map(OurKubeProxy::jump)
                        .toList(),
                ours.deleted);
    }

    /** As the recorder of {@code src/test/go} writes them. */
    private static String jump(String command) {
        return command.substring(command.indexOf(' ') + 1);
    }

    private IptablesSync sync(Question.State state) {
        ProxyView view = ProxyView.of(node, state.services(), state.slices());
        LastSync before = last.map(seen -> LastSync.of(seen, natChains)).orElse(LastSync.none(natChains));
        boolean hurried = IptablesProxier.isLarge(view) && last.isPresent();
        IptablesSync sync = IptablesProxier.sync(node, view, hurried ? before.keepingStaleChains() : before);
        last = Optional.of(view);
        apply(sync.restore());
        sync.stale().ifPresent(this::delete);
        return sync;
    }

    private void apply(String restore) {
        String nat = restore.substring(restore.indexOf("*nat\n"));
        nat.lines()
                .filter(line -> line.startsWith(":"))
                .forEach(line -> natChains.add(line.substring(1, line.indexOf(' '))));
        nat.lines().filter(line -> line.startsWith("-X ")).forEach(line -> natChains.remove(line.substring(3)));
    }

    private void delete(StaleFlows stale) {
        for (String flow : List.copyOf(flows)) {
            if (isStale(flow, stale)) {
                flows.remove(flow);
                deleted.add(flow);
            }
        }
    }

    static boolean isStale(String flow, StaleFlows stale) {
        String[] words = flow.split(" ");
        return words[0].equals("udp") && stale.contains(ip(words[2]), port(words[2]), ip(words[3]), port(words[3]));
    }

    private static IpAddress ip(String end) {
        return IpAddress.parse(
                end.substring(0, end.lastIndexOf(':')).replace("[", "").replace("]", ""));
    }

    private static int port(String end) {
        return Integer.parseInt(end.substring(end.lastIndexOf(':') + 1));
    }
}
