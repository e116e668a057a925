package packetwalk.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import packetwalk.linux.route.RouteType;
import packetwalk.net.ArpMessage;
import packetwalk.net.Frame;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;
import packetwalk.trace.DropReason;
import packetwalk.trace.Step;

/** Answers ARP questions and learns from what it hears: net/ipv4/arp.c {@code arp_process()}. */
public final class Arp {

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

    /** Asks everybody on the device's link who has {@code target}, as arping does. */
    public void ask(NetDevice device, IpAddress source, IpAddress target) {
        ArpMessage question = ArpMessage.request(device.mac(), source, target);
        Frame frame = new Frame(device.mac(), MacAddress.BROADCAST, question);
        device.transmit(namespace.simulation().nextPacket(), frame);
    }

    void receive(NetDevice device, int id, Frame frame, ArpMessage message) {
        List.copyOf(listeners).forEach(listener -> listener.accept(device, message));
        if (message.targetIp().isLoopback() || message.targetIp().isMulticast()) {
            String why = "an address that nobody is asked for";
            namespace
                    .trace()
                    .dropped(id, message, device.name(), Step.Layer.NEIGHBOUR, DropReason.ARP_NOT_OURS, "", why);
            return;
        }
        boolean ours = namespace.fib().addressType(message.targetIp()) == RouteType.LOCAL;
        if (message.request() && ours) {
            namespace.neighbours().learn(device, message.senderIp(), message.senderMac(), false, true);
            answer(device, message);
            return;
        }
        // a reply to this very station proves the way in both directions; anything else only updates what is known
        boolean solicited = !message.request() && frame.dst().equals(device.mac());
        namespace.neighbours().learn(device, message.senderIp(), message.senderMac(), solicited, false);
        if (message.request()) {
            namespace
                    .trace()
                    .dropped(
                            id,
                            message,
                            device.name(),
                            Step.Layer.NEIGHBOUR,
                            DropReason.ARP_NOT_OURS,
                            "",
                            message.targetIp() + " is none of this host's addresses");
        }
    }

    /** {@code arp_ignore} 0: any address of the host is answered for, on any of its devices. */
    private void answer(NetDevice device, ArpMessage question) {
        ArpMessage reply = question.answeredBy(device.mac());
        device.transmit(namespace.simulation().nextPacket(), new Frame(device.mac(), question.senderMac(), reply));
    }
}
