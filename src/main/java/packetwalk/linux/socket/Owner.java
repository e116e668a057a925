package packetwalk.linux.socket;

import java.util.Objects;

/**
 * Who owns a socket.
 *
 * @param pid process number, 1 and up; 0 for the kernel
 * @param name the command, as {@code ss -p} prints it
 * @param uid the user that opened it
 * @param gid that user's group
 */
public record Owner(int pid, String name, long uid, long gid) {

    /** The kernel's own sockets, which answer echo requests and closed ports: no process holds a file of theirs. */
    public static final Owner KERNEL = new Owner(0, "kernel");

    public Owner {
        Objects.requireNonNull(name, "name");
    }

    /** A process of root, as all in a container are unless somebody says otherwise. */
    public Owner(int pid, String name) {
        this(pid, name, 0, 0);
    }

    /** Whether a process holds it, and so some user. */
    public boolean hasUser() {
        return pid > 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
