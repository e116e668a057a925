package packetwalk.program.dns;

import java.util.function.BiConsumer;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;

/** DNS over TCP: each message has its length in front. RFC 1035 4.2.2. */
final class DnsStream implements TcpEvents {

    private static final int LENGTH = 2;

    private final BiConsumer<TcpSocket, Bytes> message;
    private Bytes heard = Bytes.EMPTY;

    /** Whole messages go to {@code message}. */
    DnsStream(BiConsumer<TcpSocket, Bytes> message) {
        this.message = message;
    }

    static Bytes framed(Bytes message) {
        return Bytes.of(new byte[] {(byte) (message.length() >>> 8), (byte) message.length()})
                .plus(message);
    }

    @Override
    public void received(TcpSocket socket, Bytes data) {
        heard = heard.plus(data);
        while (heard.length() >= LENGTH && heard.length() >= LENGTH + heard.uint16(0)) {
            Bytes first = heard.slice(LENGTH, LENGTH + heard.uint16(0));
            heard = heard.slice(LENGTH + first.length(), heard.length());
            message.accept(socket, first);
        }
    }

    @Override
    public void peerClosed(TcpSocket socket) {
        socket.close();
    }
}
