package packetwalk.linux.socket;

import java.util.ArrayList;
import java.util.List;
import packetwalk.net.Bytes;

/** Writes down what a TCP connection tells its program. */
final class Recorder implements TcpEvents {

    final List<String> heard = new ArrayList<>();

    @Override
    public void connected(TcpSocket socket) {
        heard.add("connected");
    }

    @Override
    public void received(TcpSocket socket, Bytes data) {
        heard.add(data.text());
    }

    @Override
    public void peerClosed(TcpSocket socket) {
        heard.add("peer closed");
    }

    @Override
    public void failed(TcpSocket socket, Errno errno) {
        heard.add(errno.name());
    }
}
