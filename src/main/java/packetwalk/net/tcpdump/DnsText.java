package packetwalk.net.tcpdump;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.net.Bytes;
import packetwalk.net.DnsData;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsRecord;

/** A DNS message as tcpdump prints it: print-domain.c. What is none, it guesses about; here it is a payload like any other. */
final class DnsText {

    private static final int HEADER = 12;

    private DnsText() {}

    /** Of a datagram from or to the port of DNS. */
    static String ofDatagram(Bytes data) {
        if (data.length() < HEADER) {
            return "domain [length " + data.length() + " < " + HEADER + "] (invalid)";
        }
        return DnsMessage.find(data)
                .map(message -> of(message) + " (" + data.length() + ")")
                .orElse("UDP, length " + data.length());
    }

    /** Of a segment, which begins with the message's length: RFC 1035 4.2.2. */
    static String ofSegment(Bytes data) {
        int length = data.length() - 2;
        if (length < 0) {
            return "";
        }
        if (data.uint16(0) != length) {
            return " [prefix length(" + data.uint16(0) + ") != length(" + length + ")] (invalid)";
        }
        return DnsMessage.find(data.slice(2, data.length()))
                .map(message -> " " + of(message) + " (" + length + ")")
                .orElse("");
    }

    private static String of(DnsMessage message) {
        if (!message.has(DnsMessage.Flag.QR)) {
            return message.toString();
        }
        List<DnsRecord> answers = message.answers();
        String counts = answers.size() + "/" + message.authority().size() + "/"
                + message.additional().size();
        return message.id() + message.verdict() + " " + counts + (answers.isEmpty() ? "" : " ")
                + answers.stream().map(DnsText::of).collect(Collectors.joining(", "));
    }

    /** {@code ns_rprint()}. */
    private static String of(DnsRecord record) {
        String data = record.data() instanceof DnsData.Srv srv
                ? srv.target() + ":" + srv.port() + " " + srv.priority() + " " + srv.weight()
                : record.data().toString();
        return record.type() + " " + data;
    }
}
