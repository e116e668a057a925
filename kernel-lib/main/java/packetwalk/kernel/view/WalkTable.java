package packetwalk.kernel.view;

import java.util.Locale;
import java.util.stream.Collectors;
import packetwalk.net.ArpMessage;
import packetwalk.net.FramePayload;
import packetwalk.net.Packet;
import packetwalk.net.Tcp;
import packetwalk.net.Transport;
import packetwalk.net.Udp;
import packetwalk.trace.Step;
import packetwalk.trace.Walk;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A walk as a table; header columns show the packet as it came to the step. */
final class WalkTable {

    private final IntColumn step = IntColumn.create("step");
    private final DoubleColumn time = DoubleColumn.create("time_us");
    private final IntColumn packet = IntColumn.create("packet");
    private final StringColumn host = StringColumn.create("host");
    private final StringColumn netns = StringColumn.create("netns");
    private final StringColumn device = StringColumn.create("device");
    private final StringColumn layer = StringColumn.create("layer");
    private final StringColumn event = StringColumn.create("event");
    private final StringColumn decision = StringColumn.create("decision");
    private final StringColumn reason = StringColumn.create("reason");
    private final StringColumn protocol = StringColumn.create("protocol");
    private final StringColumn src = StringColumn.create("src");
    private final StringColumn dst = StringColumn.create("dst");
    private final IntColumn sport = IntColumn.create("sport");
    private final IntColumn dport = IntColumn.create("dport");
    private final IntColumn ttl = IntColumn.create("ttl");
    private final StringColumn changed = StringColumn.create("changed");

    static Table of(Walk walk) {
        WalkTable rows = new WalkTable();
        for (Step next : walk.steps()) {
            rows.add(walk, next);
        }
        return rows.table(walk.command());
    }

    private Table table(String name) {
        return Table.create(
                name, step, time, packet, host, netns, device, layer, event, decision, reason, protocol, src, dst,
                sport, dport, ttl, changed);
    }

    private void add(Walk walk, Step next) {
        step.append(step.size() + 1);
        time.append(walk.micros(next));
        packet.append(next.at().packet());
        host.append(next.at().host());
        netns.append(next.at().netns());
        device.append(next.at().device());
        layer.append(next.layer().name().toLowerCase(Locale.ROOT));
        event.append(next.event());
        decision.append(next.decision());
        reason.append(next.reason());
        addHeader(next.before());
        changed.append(next.changes().stream().map(change -> change.text("→")).collect(Collectors.joining(", ")));
    }

    private void addHeader(FramePayload payload) {
        if (payload instanceof Packet ip) {
            protocol.append(ip.protocol().toString());
            src.append(ip.src().toString());
            dst.append(ip.dst().toString());
            addPorts(ip.transport());
            ttl.append(ip.ttl());
        } else if (payload instanceof ArpMessage arp) {
            protocol.append("arp");
            src.append(arp.senderIp().toString());
            dst.append(arp.targetIp().toString());
            sport.appendMissing();
            dport.appendMissing();
            ttl.appendMissing();
        }
    }

    private void addPorts(Transport transport) {
        if (transport instanceof Tcp tcp) {
            sport.append(tcp.srcPort());
            dport.append(tcp.dstPort());
        } else if (transport instanceof Udp udp) {
            sport.append(udp.srcPort());
            dport.append(udp.dstPort());
        } else {
            sport.appendMissing();
            dport.appendMissing();
        }
    }
}
