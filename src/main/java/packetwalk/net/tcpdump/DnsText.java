package packetwalk.net.tcpdump;

import java.util.List;
import java.util.stream.Collectors;
import packetwalk.net.DnsData;
import packetwalk.net.DnsMessage;
import packetwalk.net.DnsRecord;

/** A DNS message as tcpdump prints it: print-domain.c. */
final class DnsText {

    private DnsText() {}

    static String of(DnsMessage message) {
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
