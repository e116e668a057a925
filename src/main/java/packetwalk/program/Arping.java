package packetwalk.program;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.net.ArpMessage;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.trace.Outcome;

/** {@code arping -c 1 -I DEV}: asks the link who has an address, whatever the routes say. */
public final class Arping {

    private static final long WAIT = Duration.ofSeconds(1).toNanos();

    private @Nullable ArpMessage answer;

    private Arping() {}

    /**
     * Runs it in {@code from}; comes back when it has ended, in virtual time.
     *
     * @throws IllegalArgumentException if the device does not exist or cannot do ARP, or if {@code target} is IPv6
     */
    public static Result run(NetworkNamespace from, String device, IpAddress target) {
        if (target.family() == IpFamily.IPV6) {
            throw new IllegalArgumentException("arping: " + target + ": Address family for hostname not supported; IPv6"
                    + " has neighbour discovery: ping it, and look at ip -6 neigh");
        }
        NetDevice dev = from.device(device)
                .filter(candidate -> !candidate.kind().equals("loopback"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "arping cannot use device " + device + " of " + from + "; use one of " + usable(from)));
        return new Arping().ask(from, dev, target);
    }

    private static Object usable(NetworkNamespace from) {
        return from.devices().stream()
                .filter(device -> !device.kind().equals("loopback"))
                .map(NetDevice::name)
                .toList();
    }

    private Result ask(NetworkNamespace from, NetDevice dev, IpAddress target) {
        Optional<IpAddress> source = from.addressOf(dev.name(), target);
        long sent = from.simulation().now();
        BiConsumer<NetDevice, ArpMessage> listener = (device, message) -> {
            if (device == dev && !message.request() && message.senderIp().equals(target)) {
                answer = message;
            }
        };
        from.arp().listen(listener);
        try {
            from.arp().ask(dev, source.orElse(IpAddress.ANY_V4), target);
            from.simulation().runUntil(() -> answer != null, sent + WAIT);
        } finally {
            from.arp().unlisten(listener);
        }
        String head = "ARPING " + target + " from " + source.orElse(IpAddress.ANY_V4) + " " + dev + "\n";
        ArpMessage heard = answer;
        if (heard == null) {
            String text = "nobody on the link of " + dev + " has " + target;
            return Result.of(
                    Outcome.Kind.TIMED_OUT, text, head + "Sent 1 probes (1 broadcast(s))\nReceived 0 response(s)");
        }
        String millis = String.format(Locale.ROOT, "%.3f", (from.simulation().now() - sent) / 1e6);
        String line = "Unicast reply from " + target + " [" + heard.senderMac() + "]  " + millis + "ms";
        return Result.of(
                Outcome.Kind.ANSWERED, line, head + line + "\nSent 1 probes (1 broadcast(s))\nReceived 1 response(s)");
    }
}
