package packetwalk.program.stream;

import packetwalk.linux.socket.Errno;

/** Why a connection ended without an orderly end. */
public sealed interface StreamFault {

    /** For people, without a full stop. */
    String words();

    /** What the kernel reports. */
    record Socket(Errno errno) implements StreamFault {
        @Override
        public String words() {
            return errno.words();
        }
    }

    /**
     * TLS found something wrong.
     *
     * @param words as OpenSSL says it
     */
    record Tls(Kind kind, String words) implements StreamFault {

        /** What is wrong. */
        public enum Kind {
            /** What came is not TLS, or the other side has sent an alert. */
            PROTOCOL,
            /** The server's certificate is not to be trusted. */
            CERTIFICATE,
            /** It is, but it is another one's. */
            NAME
        }
    }
}
