package packetwalk.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.IpAddress;
import packetwalk.net.Packet;
import packetwalk.net.Ports;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/**
 * Where one packet came to.
 *
 * @param output an endpoint, {@code REJECT}, {@code DROP}, {@code ACCEPT}, or nothing if it was left alone
 * @param masqueraded whether it was
 * @param rules the rules that it matched, as {@code table chain: rule}
 */
record FlowProbe(String output, boolean masqueraded, List<String> rules) {

    /** The packet has arrived, and that is all that was asked. */
    private static final Set<DropReason> NOBODY_LISTENS = Set.of(DropReason.NO_SOCKET, DropReason.IP_NOPROTO);

    /** How rules of either kind say it. */
    private static final List<String> MASQUERADES = List.of("-j MASQUERADE", "masquerade fully-random");

    private static final Owner PROBE = new Owner(1, "probe", 0, 0);

    static FlowProbe send(FlowWorld world, FlowPacket flow, int attempt) {
        NetworkNamespace from = world.sender(flow.source());
        Packet packet = flow.packet(attempt);
        world.fabric().trace().start();
        int id = from.simulation().nextPacket();
        from.trace().sent(id, packet, PROBE, "raw");
        from.stack(packet.family()).sendUnbound(id, packet, Optional.of(PROBE));
        world.fabric().simulation().settle();
        // a walk numbers its packets from 1, and what is answered comes later
        List<Step> steps = world.fabric().trace().stop().stream()
                .filter(step -> step.at().packet() == 1)
                .toList();
        FlowProbe probe = read(packet, steps);
        boolean away = probe.output.indexOf(':') >= 0
                && !world.isHome(steps.get(steps.size() - 1).at(), probe.output);
        return away ? new FlowProbe("never came to " + probe.output, probe.masqueraded, probe.rules) : probe;
    }

    private static FlowProbe read(Packet sent, List<Step> steps) {
        List<String> rules = new ArrayList<>();
        boolean masqueraded = false;
        boolean accepted = false;
        boolean rejected = false;
        String output = "";
        for (Step step : steps) {
            if (step instanceof Step.Matched matched) {
                rules.add(matched.table() + " " + matched.chain() + ": " + matched.decision());
                rejected = matched.verdict().toString().equals("REJECT");
                masqueraded |= MASQUERADES.stream().anyMatch(matched.decision()::contains);
                accepted |= matched.chain().equals("KUBE-NODEPORTS")
                        && matched.decision().endsWith("-j ACCEPT");
            } else if (step instanceof Step.Dropped dropped && dropped.dropReason() == DropReason.NETFILTER_DROP) {
                output = rejected ? "REJECT" : "DROP";
            } else if (step instanceof Step.Dropped dropped && isLost(dropped)) {
                output = "lost, " + dropped.dropReason();
            } else if (step.after() instanceof Packet packet && !end(packet).equals(end(sent))) {
                output = end(packet);
            }
        }
        return new FlowProbe(output.isEmpty() && accepted ? "ACCEPT" : output, masqueraded, rules);
    }

    /** The rest of the world takes nothing, and need not. */
    private static boolean isLost(Step.Dropped dropped) {
        return !NOBODY_LISTENS.contains(dropped.dropReason())
                && !dropped.at().host().equals(FlowWorld.REST_OF_THE_WORLD);
    }

    /** That of {@code 10.180.0.1:80} or {@code [fd00:10:180::1]:80}. */
    static IpAddress address(String endpoint) {
        String address = endpoint.substring(0, endpoint.lastIndexOf(':'));
        return IpAddress.parse(address.startsWith("[") ? address.substring(1, address.length() - 1) : address);
    }

    private static String end(Packet packet) {
        return new Endpoint(packet.dst(), Ports.destination(packet.transport())).toString();
    }
}
