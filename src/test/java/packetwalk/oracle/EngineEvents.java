package packetwalk.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import packetwalk.linux.socket.Endpoint;
import packetwalk.net.FramePayload;
import packetwalk.net.IcmpEcho;
import packetwalk.net.IcmpError;
import packetwalk.net.IpFamily;
import packetwalk.net.Ndp;
import packetwalk.net.Packet;
import packetwalk.net.Sctp;
import packetwalk.net.Tcp;
import packetwalk.net.Udp;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** The engine's steps as the lines that netfilter's trace gives in the kernel: the counterpart of trace.py. */
final class EngineEvents {

    private static final long VXLAN_FLAGS = 0x0800_0000;

    private final Map<String, List<String>> lines = new TreeMap<>();
    private final Map<String, Set<String>> seen = new HashMap<>();

    private EngineEvents() {}

    /**
     * Lines for each {@code NETNS main}, {@code NETNS reset}, {@code NETNS error} and {@code NETNS outer}; each packet once, so
     * retransmissions are left out.
     *
     * @param port the probe's own
     * @param earlier gathers the ports of what is sent again, for later probes
     * @param injected whether acknowledgements of that port count too
     */
    static Map<String, List<String>> of(
            List<Step> steps, Predicate<Step> onBridgePort, int port, Set<String> earlier, boolean injected) {
        Map<String, List<Step>> passages = new LinkedHashMap<>();
        Map<String, Integer> arrivals = new HashMap<>();
        EngineEvents events = new EngineEvents();
        Map<String, Bridged> bridged = new HashMap<>();
        Set<Integer> again = new HashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Sent sent && sent.reason().startsWith("sends again")) {
                again.add(step.at().packet());
            }
            if (again.contains(step.at().packet()) && step.before() instanceof Packet packet) {
                earlier.add(ports(packet));
            }
            boolean old = again.contains(step.at().packet()) || isAboutEarlier(step, earlier, port);
            String key = step.at().host() + " " + step.at().packet();
            Bridged onBridge = bridged.getOrDefault(key, Bridged.NO);
            boolean outOfBridge = onBridge == Bridged.ON && step instanceof Step.Transmitted;
            boolean tunnel = step instanceof Step.Tunnelled;
            boolean elsewhere = !tunnel
                    && ((onBridgePort.test(step) && !outOfBridge)
                            || (onBridge != Bridged.NO && step.layer() == Step.Layer.NEIGHBOUR));
            if (shown(step) instanceof Packet packet && !old && !elsewhere && compared(packet, port, injected)) {
                Bridged now = Bridged.after(onBridge, step);
                bridged.put(key, now);
                boolean arrives = now == Bridged.IN ? onBridge != Bridged.IN : step instanceof Step.Received;
                arrives |= tunnel && step.event().equals("encapsulated"); // the outer packet is another one
                boolean seenBefore = onBridge == Bridged.IN && step instanceof Step.Received;
                int passage =
                        arrives && !seenBefore ? arrivals.merge(key, 1, Integer::sum) : arrivals.getOrDefault(key, 0);
                if (!seenBefore) {
                    passages.computeIfAbsent(key + " " + passage, any -> new ArrayList<>())
                            .add(step);
                }
            }
        }
        passages.values().forEach(events::add);
        return events.lines;
    }

    /** Where br_netfilter has a packet: on its way in, on its way out, or it is not on a bridge that iptables sees. */
    private enum Bridged {
        NO,
        IN,
        ON;

        static Bridged after(Bridged before, Step step) {
            if (step instanceof Step.BridgeFiltered filtered) {
                return filtered.reason().contains("at PREROUTING")
                        ? IN
                        : filtered.reason().contains("at FORWARD") ? ON : before;
            }
            return step instanceof Step.Received || step instanceof Step.Tunnelled ? NO : before;
        }
    }

    /** The packet that a step shows; where a tunnel begins, the outer one. */
    private static FramePayload shown(Step step) {
        return step.event().equals("encapsulated") ? step.after() : step.before();
    }

    /** An error or a reset about what an earlier probe's socket sends again: it has not been told that the probe is over. */
    private static boolean isAboutEarlier(Step step, Set<String> earlier, int port) {
        if (!(step.before() instanceof Packet packet)) {
            return false;
        }
        if (packet.transport() instanceof IcmpError error) {
            return earlier.contains(ports(error.cause()))
                    && !ports(error.cause()).contains(" " + port + " ");
        }
        return packet.transport() instanceof Tcp tcp
                && tcp.has(Tcp.Flag.RST)
                && tcp.srcPort() != port
                && tcp.dstPort() != port
                && (earlier.contains(ports(packet))
                        || earlier.contains(ports(packet.withTransport(tcp.withPorts(tcp.dstPort(), tcp.srcPort())))));
    }

    private static String ports(Packet packet) {
        return packet.transport() instanceof Tcp tcp ? " " + tcp.srcPort() + " " + tcp.dstPort() + " " : "";
    }

    /** Each router that tells a packet's source that it has no route, with that source. */
    static Set<String> routeErrors(List<Step> steps) {
        Set<String> tellings = new TreeSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Dropped dropped
                    && dropped.dropReason() == DropReason.IP_INNOROUTES
                    && ((Packet) step.before()).family() == IpFamily.IPV4) {
                tellings.add(step.at().host() + " tells " + ((Packet) step.before()).src());
            }
        }
        return tellings;
    }

    /** The names of what the engine met and does not model, so that its answer is none; empty if there was nothing. */
    static String unknown(List<Step> steps) {
        return steps.stream()
                .filter(step -> step instanceof Step.Dropped drop && drop.dropReason() == DropReason.UNKNOWN)
                .map(Step::decision)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static boolean compared(Packet packet, int port, boolean acknowledgements) {
        // when neighbours are asked whether they are still there is a matter of time, and so is what is said about it
        boolean neighbours = packet.transport() instanceof Ndp
                || (packet.transport() instanceof IcmpError error
                        && error.cause().transport() instanceof Ndp);
        if (neighbours) {
            return false;
        }
        return !(packet.transport() instanceof Tcp tcp)
                || tcp.has(Tcp.Flag.SYN)
                || tcp.has(Tcp.Flag.RST)
                || ((tcp.srcPort() == port || tcp.dstPort() == port)
                        && (acknowledgements || !tcp.data().isEmpty()));
    }

    private void add(List<Step> passage) {
        Step first = passage.get(0);
        if (neverSent(passage) || forAnotherStation(passage) || pastTheHooks(first)) {
            return;
        }
        String stream = first.at().host() + " " + stream((Packet) shown(first));
        List<String> events = new ArrayList<>();
        boolean left = false;
        String bridge = "";
        for (Step step : passage) {
            if (step instanceof Step.BridgeFiltered on && on.reason().contains("at FORWARD")) {
                bridge = step.at().device();
                left = false;
            }
            boolean leaves = step instanceof Step.Queued
                    || step instanceof Step.Resolved
                    || step instanceof Step.Transmitted
                    || isTooBigTunnelled(step);
            if (leaves && !left) {
                String device = bridge.isEmpty() ? step.at().device() : bridge;
                events.add("out " + device + " " + text((Packet) step.before()));
            }
            left |= leaves;
            String event = event(step);
            if (!event.isEmpty() && !(events.contains(event) && event.startsWith("local"))) {
                events.add(event);
            }
        }
        if (!events.isEmpty()
                && seen.computeIfAbsent(stream, any -> new HashSet<>()).add(events.get(0))) {
            lines.computeIfAbsent(stream, any -> new ArrayList<>()).addAll(events);
        }
    }

    /** A tunnel's packet that must not be cut up is found too big only after POSTROUTING. */
    private static boolean isTooBigTunnelled(Step step) {
        return step instanceof Step.Dropped dropped
                && dropped.dropReason() == DropReason.PKT_TOO_BIG
                && stream((Packet) step.before()).equals("outer");
    }

    /** The kernel's OUTPUT hook comes after routing: what had no route is not seen there. */
    private static boolean neverSent(List<Step> passage) {
        boolean cameIn = passage.get(0) instanceof Step.Received || passage.get(0) instanceof Step.BridgeFiltered;
        return !cameIn
                && passage.stream()
                        .anyMatch(step -> step instanceof Step.Dropped dropped
                                && dropped.layer() == Step.Layer.ROUTING
                                && dropped.dropReason() != DropReason.PKT_TOO_BIG);
    }

    /** A reset that leaves by a bridge's port, and that iptables never sees. */
    private static boolean pastTheHooks(Step first) {
        return first instanceof Step.Sent sent && sent.reason().contains("out of the port");
    }

    /** Nor does it see what is dropped before PREROUTING, unless it saw that on a bridge. */
    private static boolean forAnotherStation(List<Step> passage) {
        boolean bridged = passage.get(0) instanceof Step.BridgeFiltered;
        return !bridged
                && passage.stream()
                        .anyMatch(step -> step instanceof Step.Dropped dropped
                                && dropped.layer() == Step.Layer.DEVICE
                                && (dropped.dropReason() == DropReason.OTHERHOST
                                        || dropped.dropReason() == DropReason.IP_INHDR));
    }

    private static String event(Step step) {
        if (step instanceof Step.Tunnelled tunnelled) {
            return (tunnelled.event().equals("encapsulated") ? "made " : "local ") + text((Packet) shown(step));
        }
        if (step instanceof Step.Sent sent) {
            return "made " + text(sent.before());
        }
        if (step instanceof Step.BridgeFiltered filtered && filtered.reason().contains("at PREROUTING")) {
            return "in " + step.at().device() + " " + text((Packet) filtered.before());
        }
        if (step instanceof Step.Received received) {
            return "in " + step.at().device() + " " + text((Packet) received.before());
        }
        if (step instanceof Step.Matched rule) {
            return "rule " + table(rule.table()) + " " + rule.chain() + " " + rule.ruleNumber();
        }
        if (step instanceof Step.PolicyApplied policy && policy.decision().equalsIgnoreCase("DROP")) {
            return "policy " + table(policy.table()) + " " + policy.chain() + " DROP";
        }
        boolean local = step instanceof Step.Delivered
                || (step instanceof Step.Dropped dropped && dropped.layer() == Step.Layer.SOCKET);
        return local ? "local " + text((Packet) step.before()) : "";
    }

    /** A table's name alone: one of nftables has its family before it. */
    private static String table(String table) {
        return table.substring(table.indexOf(' ') + 1);
    }

    private static String stream(Packet packet) {
        if (packet.transport() instanceof Udp udp && isVxlan(udp)) {
            return "outer";
        }
        boolean reset = packet.transport() instanceof Tcp tcp && tcp.has(Tcp.Flag.RST);
        return reset ? "reset" : packet.transport() instanceof IcmpError ? "error" : "main";
    }

    /** A process that is sent a tunnel's frame may send it back, as the bytes that they are to it. */
    private static boolean isVxlan(Udp udp) {
        return udp.tunnelled().isPresent()
                || (udp.data().length() >= Long.BYTES && udp.data().uint32(0) == VXLAN_FLAGS);
    }

    static String text(Packet packet) {
        String ttl = " ttl " + packet.ttl();
        if (packet.transport() instanceof Tcp tcp) {
            String letters = (tcp.has(Tcp.Flag.SYN) ? "S" : "")
                    + (tcp.has(Tcp.Flag.FIN) ? "F" : "")
                    + (tcp.has(Tcp.Flag.RST) ? "R" : "")
                    + (tcp.data().isEmpty() ? "" : "P")
                    + (tcp.has(Tcp.Flag.ACK) ? "." : "");
            return "tcp " + letters + " " + ends(packet, tcp.srcPort(), tcp.dstPort()) + ttl;
        }
        if (packet.transport() instanceof Udp udp) {
            return "udp " + ends(packet, udp.srcPort(), udp.dstPort()) + ttl;
        }
        if (packet.transport() instanceof Sctp init) {
            return "sctp " + ends(packet, init.srcPort(), init.dstPort()) + ttl;
        }
        String ends = packet.src() + " > " + packet.dst();
        if (packet.transport() instanceof IcmpEcho echo) {
            return "icmp " + echo.type() + "/0 " + ends + " id " + echo.id() + ttl;
        }
        IcmpError error = (IcmpError) packet.transport();
        return "icmp " + icmp(error) + " " + ends + ttl;
    }

    private static String ends(Packet packet, int sport, int dport) {
        return new Endpoint(packet.src(), sport) + " > " + new Endpoint(packet.dst(), dport);
    }

    static String icmp(IcmpError error) {
        return error.kind().type() + "/" + error.kind().code();
    }
}
