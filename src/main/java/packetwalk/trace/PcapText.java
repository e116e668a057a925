package packetwalk.trace;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import packetwalk.net.pcapng.EnhancedPacket.Reception;
import packetwalk.net.tcpdump.TcpdumpText;

/** A capture as {@code tcpdump -nn} prints it; of more than one interface, with each line's own, as {@code -i any}. */
final class PcapText {

    /** Frames that get a line; a capture of thousands is for a file. */
    private static final int MOST_LINES = 40;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private PcapText() {}

    static String of(List<Captured> frames, PcapFile file) {
        TcpdumpText tcpdump = new TcpdumpText();
        int widest = file.names().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (Captured captured : frames.subList(0, Math.min(MOST_LINES, frames.size()))) {
            String where = String.format("%-" + widest + "s %-3s ", file.name(captured), direction(captured, file));
            lines.add(TIME.format(captured.time()) + " " + (file.names().size() == 1 ? "" : where)
                    + tcpdump.line(captured.frame()));
        }
        if (frames.size() > MOST_LINES) {
            lines.add("... and " + (frames.size() - MOST_LINES) + " more; pcap(file) writes all of them");
        }
        return lines.isEmpty() ? "0 packets captured" : String.join("\n", lines);
    }

    /** Linux' {@code PACKET_} types, as tcpdump shortens them. */
    private static String direction(Captured captured, PcapFile file) {
        Reception reception = file.reception(captured);
        return captured.outgoing()
                ? "Out"
                : switch (reception) {
                    case BROADCAST -> "B";
                    case MULTICAST -> "M";
                    case PROMISCUOUS -> "P";
                    default -> "In";
                };
    }
}
