package packetwalk.kernel.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.trace.Connected;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Several ways to one server as a table: who called, whom the server saw, and what lay between. */
final class SideBySide {

    /** What a header in front of the data says of the client: RFC 7239's forerunner, or the PROXY protocol's text form. */
    private static final Pattern TOLD =
            Pattern.compile("(?im)^(?:X-Forwarded-For:[ \t]*(.+?)[ \t]*\r?$|PROXY TCP[46] (\\S+) )");

    private final StringColumn way = StringColumn.create("way");
    private final StringColumn client = StringColumn.create("client");
    private final StringColumn called = StringColumn.create("called");
    private final StringColumn server = StringColumn.create("server");
    private final StringColumn seen = StringColumn.create("seen");
    private final StringColumn told = StringColumn.create("told");
    private final IntColumn hops = IntColumn.create("hops");
    private final StringColumn nat = StringColumn.create("nat");
    private final IntColumn connections = IntColumn.create("connections");
    private final StringColumn outcome = StringColumn.create("outcome");

    static Table of(Map<String, Walk> walks) {
        SideBySide rows = new SideBySide();
        walks.forEach(rows::add);
        return Table.create(
                "side by side",
                rows.way,
                rows.client,
                rows.called,
                rows.server,
                rows.seen,
                rows.told,
                rows.hops,
                rows.nat,
                rows.connections,
                rows.outcome);
    }

    private void add(String name, Walk walk) {
        List<Connected> opened = walk.connections();
        way.append(name);
        connections.append(opened.size());
        outcome.append(walk.outcome().kind().toString());
        if (opened.isEmpty()) {
            List.of(client, called, server, seen, told, nat).forEach(StringColumn::appendMissing);
            hops.appendMissing();
            return;
        }
        Connected first = opened.get(0);
        Connected last = opened.get(opened.size() - 1);
        client.append(first.sent().src().toString());
        called.append(first.sent().dst() + ":" + ((Tcp) first.sent().transport()).dstPort());
        server.append(last.to());
        seen.append(last.received().src().toString());
        told(walk, last).ifPresentOrElse(told::append, told::appendMissing);
        hops.append(opened.stream().mapToInt(Connected::hops).sum());
        nat.append(opened.stream()
                .map(Connected::nats)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(", ")));
    }

    /** The address in the header of what the last connection brought its server. */
    private static Optional<String> told(Walk walk, Connected last) {
        return walk.steps(Step.Delivered.class).stream()
                .filter(step -> step.at().space().equals(last.to()))
                .map(Step.Delivered::before)
                .filter(packet -> belongs(packet, last.received()))
                .map(packet -> TOLD.matcher(((Tcp) packet.transport()).data().text()))
                .filter(Matcher::find)
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .findFirst();
    }

    private static boolean belongs(Packet packet, Packet syn) {
        return packet.src().equals(syn.src())
                && packet.dst().equals(syn.dst())
                && packet.transport() instanceof Tcp tcp
                && syn.transport() instanceof Tcp first
                && tcp.srcPort() == first.srcPort()
                && tcp.dstPort() == first.dstPort();
    }
}
