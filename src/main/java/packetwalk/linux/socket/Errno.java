package packetwalk.linux.socket;

/** What a socket call reports: names and words of errno(3). */
public enum Errno {
    EPERM("Operation not permitted"),
    EACCES("Permission denied"),
    EINVAL("Invalid argument"),
    EPROTO("Protocol error"),
    ENOPROTOOPT("Protocol not available"),
    EMSGSIZE("Message too long"),
    EADDRINUSE("Address already in use"),
    EADDRNOTAVAIL("Cannot assign requested address"),
    ENETUNREACH("Network is unreachable"),
    EHOSTUNREACH("No route to host"),
    ECONNREFUSED("Connection refused"),
    ECONNRESET("Connection reset by peer"),
    ETIMEDOUT("Connection timed out"),
    EPIPE("Broken pipe");

    private final String words;

    Errno(String words) {
        this.words = words;
    }

    /** As strerror(3) says it. */
    public String words() {
        return words;
    }
}
