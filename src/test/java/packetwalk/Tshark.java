package packetwalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import packetwalk.trace.Pcap;

/** Asks this machine's tshark, capinfos and tcpdump what they make of a capture. */
final class Tshark {

    /** Every checksum is checked: Wireshark leaves those of TCP and UDP to network cards. */
    private static final List<String> CHECKS = List.of(
            "-o", "ip.check_checksum:TRUE",
            "-o", "tcp.check_checksum:TRUE",
            "-o", "udp.check_checksum:TRUE",
            "-o", "sctp.checksum:CRC 32c");

    private static final int SEVERITY_WARN = 0x600000;

    /** Which of the fields that are checked is ICMP's; ICMPv6's is the next. */
    private static final int ICMP = 5;

    private final Path file;
    private final List<String> decoding;

    private Tshark(Path file, List<String> decoding) {
        this.file = file;
        this.decoding = decoding;
    }

    static Tshark of(Pcap pcap, Path folder) {
        Path file = folder.resolve("capture.pcapng");
        pcap.write(file);
        return new Tshark(file, List.of());
    }

    /** Has a port's payload read by another rule than its number says: {@code tshark -d}. */
    Tshark decoding(String rule) {
        return new Tshark(file, List.of("-d", rule));
    }

    /** Why they cannot be asked here; empty if they can. */
    static String missing() {
        for (String tool : List.of("tshark", "capinfos", "tcpdump")) {
            boolean found = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin").stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
            if (!found) {
                return "needs " + tool;
            }
        }
        return "";
    }

    /** Nothing is malformed, every checksum is right, and nothing is an error; at one interface, nothing is odd either. */
    Tshark isSound(boolean oneInterface) {
        List<String> fields = List.of(
                "_ws.malformed",
                "_ws.expert.severity",
                "ip.checksum.status",
                "tcp.checksum.status",
                "udp.checksum.status",
                "icmp.checksum.status",
                "icmpv6.checksum.status",
                "sctp.checksum.status");
        int number = 0;
        for (String line : fields(fields, "")) {
            number++;
            String[] values = line.split("\t", -1);
            assertEquals("", values[0], "malformed: frame " + number + " of " + file);
            int worst = oneInterface ? SEVERITY_WARN : SEVERITY_WARN + 1;
            for (String severity : values[1].split(",")) {
                boolean fine = severity.isEmpty() || Integer.decode(severity) < worst;
                assertTrue(fine, "expert severity " + severity + ": frame " + number + " of " + file);
            }
            boolean quotes = !values[ICMP].isEmpty()
                    || !values[ICMP + 1].isEmpty(); // of what an error quotes a part, the sum cannot be checked
            for (int i = 2; i < values.length; i++) {
                String good = quotes ? "[12,]*" : "(1(,1)*)?"; // an outer and an inner one, where there is a tunnel
                assertTrue(values[i].matches(good), fields.get(i) + " " + values[i] + ": frame " + number);
            }
        }
        return this;
    }

    /** The values of {@code fields}, divided by tabs, of each frame that {@code filter} shows. */
    List<String> fields(List<String> fields, String filter) {
        List<String> words = new ArrayList<>(List.of("tshark", "-N", "n", "-r", file.toString(), "-T", "fields"));
        words.addAll(CHECKS);
        words.addAll(decoding);
        fields.forEach(field -> words.addAll(List.of("-e", field)));
        if (!filter.isEmpty()) {
            words.addAll(List.of("-Y", filter));
        }
        return run(words);
    }

    /** How many frames {@code filter} shows. */
    int count(String filter) {
        return fields(List.of("frame.number"), filter).size();
    }

    List<String> capinfos() {
        return run(List.of("capinfos", file.toString()));
    }

    /** A line a frame, without the time. */
    List<String> tcpdump() {
        return run(List.of("tcpdump", "-nn", "-t", "-r", file.toString()));
    }

    private static List<String> run(List<String> words) {
        try {
            Path errors = Files.createTempFile("packetwalk", ".err");
            Process process =
                    new ProcessBuilder(words).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            String complaint = Files.readString(errors);
            Files.delete(errors);
            assertEquals(0, status, complaint);
            return text.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while " + words + " ran", e);
        }
    }
}
