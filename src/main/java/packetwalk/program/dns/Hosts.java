package packetwalk.program.dns;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import packetwalk.net.IpAddress;

/**
 * {@code /etc/hosts}: names that nobody needs to be asked for. hosts(5).
 *
 * @param lines in the file's order
 */
public record Hosts(List<Line> lines) {

    /** What every machine has. */
    public static final Hosts LOCALHOST = parse("127.0.0.1 localhost\n");

    /** An address, the name that it is called by, and others. */
    public record Line(IpAddress address, List<String> names) {
        public Line {
            names = List.copyOf(names);
        }

        /** One name; throws IllegalArgumentException if it is none, or the address is none. */
        public static Line of(String name, String address) {
            if (!name.matches("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?") || IpAddress.isAddress(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no name for " + address
                        + "; use letters, digits, dots and hyphens, such as testhost.com");
            }
            return new Line(IpAddress.parse(address), List.of(name));
        }
    }

    public Hosts {
        lines = List.copyOf(lines);
    }

    /** Reads the file; lines that do not begin with an address are passed over, as glibc does. */
    public static Hosts parse(String text) {
        List<Line> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.replaceAll("#.*", "").strip().split("\\s+"));
            if (words.size() > 1 && IpAddress.isAddress(words.get(0))) {
                lines.add(new Line(IpAddress.parse(words.get(0)), words.subList(1, words.size())));
            }
        }
        return new Hosts(lines);
    }

    /** With that line before all others of its name. */
    public Hosts plus(Line line) {
        List<Line> more = new ArrayList<>(List.of(line));
        more.addAll(lines.stream()
                .filter(each -> !each.names().equals(line.names()))
                .toList());
        return new Hosts(more);
    }

    /** Every address of that name, each once; names are compared without regard to case. */
    public List<IpAddress> addresses(String name) {
        Set<IpAddress> found = new LinkedHashSet<>();
        for (Line line : lines) {
            if (line.names().stream().anyMatch(name::equalsIgnoreCase)) {
                found.add(line.address());
            }
        }
        return List.copyOf(found);
    }
}
