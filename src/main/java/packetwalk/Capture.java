package packetwalk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.trace.At;
import packetwalk.trace.Captured;
import packetwalk.trace.Exhibit;
import packetwalk.trace.Pcap;
import packetwalk.trace.Tap;

/**
 * A capture that stands: {@code tcpdump} while it runs. It sees every frame at its devices, whatever happens meanwhile (walks,
 * loads, time that passes), and keeps it, until {@link #stop}.
 *
 * <p>{@link Netns#capture} sets one up in front of a pod or machine, {@link Cluster#capture} in front of them all.
 */
public final class Capture implements Exhibit {

    private final World world;
    private final String about;
    private final List<At> devices;
    private final List<Captured> frames = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final Tap tap;
    private boolean running = true;

    private Capture(World world, String about, List<At> devices, Predicate<At> there) {
        this.world = world;
        this.about = about;
        this.devices = devices;
        this.tap = new Tap() {
            @Override
            public void saw(Captured captured) {
                if (there.test(captured.at())) {
                    frames.add(captured);
                }
            }

            @Override
            public void logged(String line) {
                keys.add(line);
            }
        };
        world.fabric.trace().tap(tap);
    }

    /** At every device that there is or will be. */
    static Capture everywhere(World world) {
        return new Capture(world, "tcpdump -i any, everywhere", List.of(), at -> true);
    }

    /**
     * At the devices of that name of one namespace; at all that it has or will have, if none is named.
     *
     * @throws IllegalArgumentException if it does not have one of them
     */
    static Capture at(World world, String name, NetworkNamespace namespace, List<String> devices) {
        for (String device : devices) {
            if (namespace.device(device).isEmpty()) {
                throw new IllegalArgumentException("tcpdump: " + device + ": No such device exists; " + name + " has "
                        + namespace.devices().stream().map(NetDevice::name).collect(Collectors.joining(", ")));
            }
        }
        List<At> standing = namespace.devices().stream()
                .map(NetDevice::name)
                .filter(device -> devices.isEmpty() || devices.contains(device))
                .map(device -> new At(0, 0, namespace.host(), namespace.name(), device))
                .toList();
        return new Capture(
                world,
                name + "$ tcpdump -i " + (devices.isEmpty() ? "any" : String.join(",", devices)),
                standing,
                at -> at.host().equals(namespace.host())
                        && at.netns().equals(namespace.name())
                        && (devices.isEmpty() || devices.contains(at.device())));
    }

    /** Sees nothing any more; what it has seen stays. */
    public Capture stop() {
        world.fabric.trace().untap(tap);
        running = false;
        return this;
    }

    /** Whether it still sees what comes. */
    public boolean running() {
        return running;
    }

    /** What it has seen so far; it goes on if it stands. */
    public Pcap pcap() {
        return new Pcap(about, devices, frames, keys, world.topology());
    }

    /**
     * Writes what it has seen so far as a pcapng file, for Wireshark, tshark and tcpdump.
     *
     * @throws IllegalArgumentException if it cannot be written there
     */
    public Pcap pcap(Path file) {
        return pcap().write(file);
    }

    /** Lines as {@code tcpdump} prints them; the first forty, and how many more there are. */
    @Override
    public String text() {
        return pcap().text();
    }

    @Override
    public String toString() {
        return text();
    }
}
