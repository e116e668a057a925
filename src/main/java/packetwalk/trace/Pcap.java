package packetwalk.trace;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import packetwalk.net.Bytes;
import packetwalk.net.pcapng.PcapngWriter;

/**
 * A packet capture: each packet once for each interface and direction, in the order of time.
 *
 * <p>Immutable. {@link #write} makes a pcapng file of it, which Wireshark, tshark and tcpdump read: one interface description
 * for each device, virtual time as the clocks in there show it, the same packet id wherever the same packet is seen
 * ({@code frame.packet_id} in Wireshark), and as comments the decisions that it met, if a walk was taken.
 */
public final class Pcap implements Exhibit {

    private static final int LEAST = 14;

    private final String about;
    private final List<At> devices;
    private final List<Captured> frames;
    private final List<String> keys;
    private final Topology topology;
    private final int snaplen;

    /**
     * A finished capture.
     *
     * @param about what was going on, for the file's comment
     * @param devices where the capture stood, of which only place and device count; those of the frames come by themselves
     * @param frames in the order of time
     * @param keys of TLS sessions, lines as {@code SSLKEYLOGFILE} has them
     * @param topology what stood where at the end
     */
    public Pcap(String about, List<At> devices, List<Captured> frames, List<String> keys, Topology topology) {
        this(about, devices, frames, keys, topology, PcapngWriter.LONGEST_PACKET);
    }

    private Pcap(
            String about, List<At> devices, List<Captured> frames, List<String> keys, Topology topology, int snaplen) {
        this.about = Objects.requireNonNull(about, "about");
        this.devices = List.copyOf(devices);
        this.frames = List.copyOf(frames);
        this.keys = List.copyOf(keys);
        this.topology = Objects.requireNonNull(topology, "topology");
        this.snaplen = snaplen;
    }

    /** What was seen, in the order of time. */
    public List<Captured> frames() {
        return frames;
    }

    /** The interfaces, each as {@code client/eth0}, in the order of the file. */
    public List<String> interfaces() {
        return new PcapFile(devices, frames, topology).names();
    }

    /**
     * What was seen at one place alone.
     *
     * @param place a device such as {@code node-1/eth0}, or all those of a pod or machine such as {@code client}
     * @throws IllegalArgumentException if the capture did not stand there
     */
    public Pcap at(String place) {
        Predicate<At> there = at -> at.place().equals(place) || at.space().equals(place);
        List<At> standing = devices.stream().filter(there).toList();
        List<Captured> seen =
                frames.stream().filter(frame -> there.test(frame.at())).toList();
        if (standing.isEmpty() && seen.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing was captured at " + place + "; there are " + String.join(", ", interfaces()));
        }
        return new Pcap(about, standing, seen, keys, topology, snaplen);
    }

    /**
     * The same, of each packet at most that many bytes from the Ethernet header on: {@code tcpdump -s}.
     *
     * @param bytes 14 and up
     */
    public Pcap snaplen(int bytes) {
        if (bytes < LEAST || bytes > PcapngWriter.LONGEST_PACKET) {
            throw new IllegalArgumentException("snaplen " + bytes + " is out of range; use " + LEAST
                    + " (an Ethernet header) to " + PcapngWriter.LONGEST_PACKET);
        }
        return new Pcap(about, devices, frames, keys, topology, bytes);
    }

    /**
     * Writes it as a pcapng file; what the file held before is gone.
     *
     * @throws IllegalArgumentException if it cannot be written there
     */
    public Pcap write(Path file) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out);
            return this;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "capture " + file + " cannot be written: " + e + "; name a file in a folder that is there", e);
        }
    }

    /** The pcapng file's content. */
    public Bytes bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }

    private void write(OutputStream out) throws IOException {
        new PcapFile(devices, frames, topology).write(out, about, keys, snaplen);
    }

    /** Lines as {@code tcpdump -nn -i any} prints them; the first forty, and how many more there are. */
    @Override
    public String text() {
        return PcapText.of(frames, new PcapFile(devices, frames, topology));
    }

    @Override
    public String toString() {
        return text();
    }
}
