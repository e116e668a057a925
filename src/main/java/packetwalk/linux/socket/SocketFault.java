package packetwalk.linux.socket;

/** A socket call failed at once; carries its errno. */
public final class SocketFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Errno errno;

    public SocketFault(Errno errno, String detail) {
        super(errno + " (" + errno.words() + "): " + detail);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
