package packetwalk.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Names of well-known ports, as Debian's {@code /etc/services} lists them: getservbyname(3) and getservbyport(3).
 *
 * <p>Which protocols a name is for is part of the list: {@code http} is a port of TCP and none of SCTP.
 */
public final class Services {

    /** From {@code tcp 80} to {@code http}; the first line of a port has its name. */
    private static final Map<String, String> NAMES = new HashMap<>();
    /** From {@code tcp http} to 80. */
    private static final Map<String, Integer> PORTS = new HashMap<>();

    static {
        try (InputStream file = Services.class.getResourceAsStream("services")) {
            byte[] bytes = Objects.requireNonNull(file, "services").readAllBytes();
            new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(Services::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Services() {}

    private static void line(String line) {
        String[] words = line.split(" ");
        String[] port = words[1].split("/");
        NAMES.putIfAbsent(port[1] + " " + port[0], words[0]);
        PORTS.putIfAbsent(port[1] + " " + words[0], Integer.valueOf(port[0]));
        for (int i = 2; i < words.length; i++) {
            PORTS.putIfAbsent(port[1] + " " + words[i], Integer.valueOf(port[0]));
        }
    }

    /** The port of a service; empty if that protocol has none of that name. */
    public static Optional<Integer> port(String service, Protocol protocol) {
        return Optional.ofNullable(PORTS.get(protocol + " " + service));
    }

    /** What {@code port} is called; its number if it has no name. */
    public static String name(long port, Protocol protocol) {
        return NAMES.getOrDefault(protocol + " " + port, String.valueOf(port));
    }
}
