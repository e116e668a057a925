package packetwalk.net.pcapng;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import packetwalk.net.Bytes;

/**
 * One packet as one interface saw it: section 4.3 of the draft.
 *
 * @param device the interface, as {@link PcapngWriter#add} numbered it
 * @param time when, to the nanosecond
 * @param bytes from the Ethernet header on, as many as were captured
 * @param length how many there were
 * @param outbound whether it left by this interface, or came in
 * @param reception whom it was for, as the interface sees it
 * @param id the same for the same packet at every interface; 0 says nothing
 * @param comments what is known about it besides, a comment each
 */
public record EnhancedPacket(
        int device,
        Instant time,
        Bytes bytes,
        int length,
        boolean outbound,
        Reception reception,
        long id,
        List<String> comments) {

    /** Bits 2 to 4 of {@code epb_flags}: section 4.3.1. */
    public enum Reception {
        UNKNOWN(0),
        UNICAST(1),
        MULTICAST(2),
        BROADCAST(3),
        PROMISCUOUS(4);

        private final int number;

        Reception(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    public EnhancedPacket {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(reception, "reception");
        comments = List.copyOf(comments);
        if (length < bytes.length()) {
            throw new IllegalArgumentException(
                    bytes.length() + " bytes of a packet of " + length + " cannot have been captured");
        }
    }
}
