package packetwalk.net.tls;

import java.util.Optional;
import packetwalk.net.ByteQueue;
import packetwalk.net.Bytes;

/** Cuts what comes in into records. */
public final class TlsRecords {

    private final ByteQueue queue = new ByteQueue();

    /** More came in. */
    public void add(Bytes data) {
        queue.add(data);
    }

    /**
     * The next record, once it is there whole.
     *
     * @throws TlsFault if what came is none
     */
    public Optional<TlsRecord> next() {
        if (queue.isEmpty()) {
            return Optional.empty();
        }
        Optional<TlsRecord.Type> type = TlsRecord.Type.of(queue.uint8(0));
        if (type.isEmpty() || (queue.length() > 1 && queue.uint8(1) != 3)) {
            throw new TlsFault(TlsAlert.PROTOCOL_VERSION, TlsReason.WRONG_VERSION_NUMBER);
        }
        if (queue.length() < TlsRecord.HEADER) {
            return Optional.empty();
        }
        int length = queue.uint8(3) << 8 | queue.uint8(4);
        if (length > TlsRecord.MOST_ENCRYPTED) {
            throw new TlsFault(TlsAlert.RECORD_OVERFLOW, TlsReason.PACKET_LENGTH_TOO_LONG);
        }
        if (queue.length() < TlsRecord.HEADER + length) {
            return Optional.empty();
        }
        int version = queue.take(TlsRecord.HEADER).uint16(1);
        return Optional.of(new TlsRecord(type.get(), version, queue.take(length)));
    }
}
