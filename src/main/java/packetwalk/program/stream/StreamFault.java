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
}
