package packetwalk.linux.socket;

import java.util.Objects;

/**
 * Who owns a socket.
 *
 * @param pid process number, 1 and up
 * @param name the command, as {@code ss -p} prints it
 */
public record Owner(int pid, String name) {

    public Owner {
        Objects.requireNonNull(name, "name");
    }

    @Override
    public String toString() {
        return name;
    }
}
