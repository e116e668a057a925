package packetwalk.net.tls;

import java.util.Optional;
import packetwalk.net.ByteQueue;
import packetwalk.net.Bytes;

/** Puts the messages of a handshake together from the records that carry them. */
public final class HandshakeMessages {

    private static final int HEADER = 4;
    private static final int LONGEST = 1 << 17;

    /** A message, and its bytes as they came: both sides hash those. */
    public record Read(Handshake message, Bytes wire) {}

    private final ByteQueue queue = new ByteQueue();

    /** A record of type handshake came in. */
    public void add(Bytes fragment) {
        queue.add(fragment);
    }

    /**
     * The next message, once it is there whole.
     *
     * @throws TlsFault if what came is none
     */
    public Optional<Read> next() {
        if (queue.length() < HEADER) {
            return Optional.empty();
        }
        int length = queue.uint8(1) << 16 | queue.uint8(2) << 8 | queue.uint8(3);
        if (length > LONGEST) {
            throw new TlsFault(TlsAlert.DECODE_ERROR, TlsReason.EXCESSIVE_MESSAGE_SIZE);
        }
        if (queue.length() < HEADER + length) {
            return Optional.empty();
        }
        Bytes wire = queue.take(HEADER + length);
        return Optional.of(new Read(Handshake.read(wire.uint8(0), wire.slice(HEADER, wire.length())), wire));
    }
}
