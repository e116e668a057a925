package packetwalk.program.dns;

import java.util.Optional;
import packetwalk.net.Bytes;
import packetwalk.net.DnsData;
import packetwalk.net.DnsMessage;

/** A message that came to a server and that it should answer. */
record Question(DnsMessage message) {

    /** Empty for what is no message, or is an answer: a server that answered answers would never end. */
    static Optional<Question> of(Bytes data) {
        try {
            DnsMessage message = DnsMessage.read(data);
            return message.has(DnsMessage.Flag.QR) ? Optional.empty() : Optional.of(new Question(message));
        } catch (IllegalArgumentException noMessage) {
            return Optional.empty();
        }
    }

    /** The answer that {@code data} is; empty if it is none. */
    static Optional<DnsMessage> answer(Bytes data) {
        try {
            return Optional.of(DnsMessage.read(data)).filter(message -> message.has(DnsMessage.Flag.QR));
        } catch (IllegalArgumentException noMessage) {
            return Optional.empty();
        }
    }

    /** The largest answer that who asked takes by UDP: RFC 6891 6.2.3. */
    int udpSize() {
        return message.edns()
                .map(DnsData.Opt::udpSize)
                .map(size -> Math.max(size, DnsMessage.UDP_SIZE))
                .orElse(DnsMessage.UDP_SIZE);
    }
}
