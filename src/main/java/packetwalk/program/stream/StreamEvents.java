package packetwalk.program.stream;

import packetwalk.net.Bytes;

/** What a program hears of its connection. */
public interface StreamEvents {

    /** All handshakes are done: it may send. */
    default void opened(Stream stream) {}

    /** Bytes came in, in order. */
    default void received(Stream stream, Bytes data) {}

    /** The peer will send no more; unless the program closes too, it may still send. */
    default void peerClosed(Stream stream) {}

    /** The connection is over without an orderly end, or never came to be. */
    default void failed(Stream stream, StreamFault fault) {}
}
