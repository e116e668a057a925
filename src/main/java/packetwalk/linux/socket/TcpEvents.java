package packetwalk.linux.socket;

import packetwalk.net.Bytes;

/** What a program hears of its TCP connection. */
public interface TcpEvents {

    /** The handshake is done. */
    default void connected(TcpSocket socket) {}

    /** Bytes came in, in order. */
    default void received(TcpSocket socket, Bytes data) {}

    /** The peer will send no more (its FIN came); unless the program closes too, it may still send. */
    default void peerClosed(TcpSocket socket) {}

    /** The connection is over without an orderly end. */
    default void failed(TcpSocket socket, Errno errno) {}
}
