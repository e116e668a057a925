package packetwalk.oracle;

import java.util.function.Consumer;
import packetwalk.linux.socket.Errno;
import packetwalk.linux.socket.TcpEvents;
import packetwalk.linux.socket.TcpSocket;
import packetwalk.net.Bytes;

/** The client's end of a TCP connection, which may outlive the probe that opened it. */
final class EngineConnection implements TcpEvents {

    private Consumer<String> told;

    EngineConnection(Consumer<String> told) {
        this.told = told;
    }

    /** From now on another probe asks. */
    void hear(Consumer<String> other) {
        told = other;
    }

    @Override
    public void connected(TcpSocket socket) {
        told.accept("connected");
    }

    @Override
    public void received(TcpSocket socket, Bytes data) {
        told.accept("answered");
    }

    @Override
    public void failed(TcpSocket socket, Errno errno) {
        told.accept(errno.name());
    }

    /** One that is kept. */
    record Kept(TcpSocket socket, EngineConnection events) {}
}
