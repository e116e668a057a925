package packetwalk.linux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Devconf;
import packetwalk.linux.sysctl.DeviceConf;
import packetwalk.linux.sysctl.NeighParm;
import packetwalk.net.ArpMessage;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** Answers ARP questions and learns from what it hears: net/ipv4/arp.c {@code arp_process()}. */
public final class Arp implements NeighbourProtocol {

    /** Values of {@code arp_announce}. */
    private static final int SAME_SUBNET = 1;

    private static final int PRIMARY_ONLY = 2;

    private final NetworkNamespace namespace;
    private final List<BiConsumer<NetDevice, ArpMessage>> listeners = new ArrayList<>();

    Arp(NetworkNamespace namespace) {
        this.namespace = namespace;
    }

    /** Lets a program (arping) hear every ARP message that comes in. */
    public void listen(BiConsumer<NetDevice, ArpMessage> listener) {
        listeners.add(listener);
    }

    /** Stops that. */
    public void unlisten(BiConsumer<NetDevice, ArpMessage> listener) {
        listeners.remove(listener);
    }

    @Override
    public String name() {
        return "ARP";
    }

    @Override
    public int parm(NeighParm parm, NetDevice device) {
        return namespace.sysctls().value(parm, device.name());
    }

    /** {@code arp_solicit()}. */
    @Override
    public void solicit(Neighbour neighbour) {
        NetDevice device = neighbour.device();
        Optional<IpAddress> source = sourceOfQuestion(neighbour);
        if (source.isPresent()) {
            ArpMessage question = ArpMessage.request(device.mac(), source.get(), neighbour.address());
            MacAddress to =
                    neighbour.state() == NeighbourState.PROBE ? neighbour.mac().orElseThrow() : MacAddress.BROADCAST;
            device.transmit(namespace.simulation().nextPacket(), new Frame(device.mac(), to, question));
        }
    }

    /** The waiting packet's own source where {@code arp_announce} lets it, else an address of the device. */
    private Optional<IpAddress> sourceOfQuestion(Neighbour neighbour) {
        String device = neighbour.device().name();
        IpAddress target = neighbour.address();
        Skb cause = neighbour.waiting().peek();
        int announce = namespace.sysctls().conf(device).value(Devconf.ARP_ANNOUNCE);
        if (cause != null && announce != PRIMARY_ONLY) {
            IpAddress src = cause.packet().src();
            boolean allowed = announce != SAME_SUBNET || namespace.onLink(device, target, src);
            if (allowed && namespace.fib().addressType(src) == RouteType.LOCAL) {
                return Optional.of(src);
            }
        }
        return namespace.addressOf(device, target);
    }

    @Override
    public void errorReport(Skb skb) {
        namespace.ipv4().linkFailure(skb);
    }

    /** Asks everybody on the device's link who has {@code target}, as arping does. */
    public void ask(NetDevice device, IpAddress source, IpAddress target) {
        ArpMessage question = ArpMessage.request(device.mac(), source, target);
        Frame frame = new Frame(device.mac(), MacAddress.BROADCAST, question);
        device.transmit(namespace.simulation().nextPacket(), frame);
    }

    /** {@code arp_process()}. */
    void receive(NetDevice device, int id, Frame frame, ArpMessage message) {
        if (!listeners.isEmpty()) {
            List.copyOf(listeners).forEach(listener -> listener.accept(device, message));
        }
        DeviceConf conf = namespace.sysctls().conf(device.name());
        IpAddress target = message.targetIp();
        if (target.isMulticast() || (target.isLoopback() && !conf.on(Devconf.ROUTE_LOCALNET))) {
            notOurs(device, id, message, "an address that nobody is asked for");
            return;
        }
        if (message.request() && message.senderIp().isAny()) {
            // somebody who has no address yet asks whether one is free, RFC 2131 4.4.1
            if (namespace.fib().addressType(target) == RouteType.LOCAL && !ignores(conf, device, message)) {
                answer(device, message);
            }
            return;
        }
        if (message.request() && request(device, id, frame, message, conf)) {
            return;
        }
        // a reply to this very station proves the way in both directions; anything else only updates what is known
        boolean solicited = !message.request() && frame.dst().equals(device.mac());
        learn(device, message, solicited, false);
        if (message.request()) {
            notOurs(device, id, message, target + " is none of this host's addresses");
        }
    }

    /** Of two answers the first one stays for {@code locktime}. */
    private void learn(NetDevice device, ArpMessage message, boolean solicited, boolean mayCreate) {
        NeighbourTable neighbours = namespace.neighbours();
        long locktime =
                Duration.ofMillis(10L * parm(NeighParm.LOCKTIME, device)).toNanos();
        boolean override = neighbours
                .find(device, message.senderIp())
                .filter(known -> !known.mayChange(locktime))
                .isEmpty();
        neighbours.learn(device, message.senderIp(), message.senderMac(), solicited, override, mayCreate);
    }

    private void notOurs(NetDevice device, int id, ArpMessage message, String why) {
        namespace.trace().dropped(id, message, device.name(), Step.Layer.NEIGHBOUR, DropReason.ARP_NOT_OURS, "", why);
    }

    /** Whether the question was for this host, or for one that it stands in for. */
    private boolean request(NetDevice device, int id, Frame frame, ArpMessage message, DeviceConf conf) {
        Route route = namespace.ipv4().routeOfQuestion(device.name(), message);
        if (route == null) {
            return false;
        }
        if (route.type() == RouteType.LOCAL) {
            if (ignores(conf, device, message)) {
                notOurs(device, id, message, "arp_ignore is " + conf.value(Devconf.ARP_IGNORE));
            } else {
                learn(device, message, false, true);
                answer(device, message);
            }
            return true;
        }
        boolean standsIn = route.type() == RouteType.UNICAST
                && conf.on(Devconf.FORWARDING)
                && conf.on(route.dev().equals(device.name()) ? Devconf.PROXY_ARP_PVLAN : Devconf.PROXY_ARP)
                && !message.senderIp().equals(message.targetIp());
        if (standsIn) {
            learn(device, message, false, true);
            standIn(device, frame, message);
        }
        return standsIn;
    }

    /** A question to all is answered after a random time, so that the owner comes first: {@code pneigh_enqueue()}. */
    private void standIn(NetDevice device, Frame frame, ArpMessage question) {
        int hundredths = namespace.sysctls().value(NeighParm.PROXY_DELAY, device.name());
        if (hundredths == 0 || frame.dst().equals(device.mac())) {
            answer(device, question);
            return;
        }
        long most = Duration.ofMillis(10L * hundredths).toNanos();
        long delay = (long) (namespace.simulation().random().nextDouble() * most);
        namespace.simulation().after(delay, () -> answer(device, question));
    }

    /** {@code arp_ignore()}. */
    private boolean ignores(DeviceConf conf, NetDevice device, ArpMessage question) {
        IpAddress target = question.targetIp();
        return switch (conf.value(Devconf.ARP_IGNORE)) {
            case 1 -> device.addresses().stream().noneMatch(own -> own.address().equals(target));
            case 2 ->
                device.addresses().stream()
                        .noneMatch(own -> own.address().equals(target)
                                && (question.senderIp().isAny() || own.network().contains(question.senderIp())));
            case 3 -> !namespace.addresses().contains(target);
            case 8 -> true;
            default -> false;
        };
    }

    private void answer(NetDevice device, ArpMessage question) {
        ArpMessage reply = question.answeredBy(device.mac());
        device.transmit(namespace.simulation().nextPacket(), new Frame(device.mac(), question.senderMac(), reply));
    }
}
