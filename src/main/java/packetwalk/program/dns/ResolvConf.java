package packetwalk.program.dns;

import java.util.ArrayList;
import java.util.List;
import packetwalk.net.IpAddress;

/**
 * {@code /etc/resolv.conf}: whom to ask, and for what. resolv.conf(5).
 *
 * @param nameservers asked in order; glibc uses the first three
 * @param search domains that are tried behind a name
 * @param options as written: {@code ndots:5}, {@code timeout:2}, {@code attempts:3}; glibc passes over others
 */
public record ResolvConf(List<IpAddress> nameservers, List<String> search, List<String> options) {

    /** {@code MAXNS} of resolv.h. */
    private static final int MOST_NAMESERVERS = 3;

    public ResolvConf {
        nameservers = List.copyOf(nameservers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    /** Reads the file; as glibc does, it passes over what it does not know, and the last {@code search} line counts. */
    public static ResolvConf parse(String text) {
        List<IpAddress> nameservers = new ArrayList<>();
        List<String> search = List.of();
        List<String> options = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            List<String> values = words.subList(1, words.size());
            switch (words.get(0)) {
                case "nameserver" ->
                    values.stream()
                            .limit(1)
                            .filter(IpAddress::isAddress)
                            .map(IpAddress::parse)
                            .forEach(nameservers::add);
                case "search" -> search = values;
                case "domain" -> search = values.stream().limit(1).toList();
                case "options" -> options.addAll(values);
                default -> {
                    // a comment, or something of another resolver's
                }
            }
        }
        return new ResolvConf(nameservers, search, options);
    }

    /** The servers that are asked. */
    List<IpAddress> asked() {
        return nameservers.subList(0, Math.min(nameservers.size(), MOST_NAMESERVERS));
    }

    /** With that many dots a name is tried as it is before it is tried with the search list; 1 unless said. */
    public int ndots() {
        return option("ndots", 1, 15);
    }

    /** Seconds that a server is waited for; 5 unless said. */
    public int timeoutSeconds() {
        return option("timeout", 5, 30);
    }

    /** How often all are asked; 2 unless said. */
    public int attempts() {
        return option("attempts", 2, 5);
    }

    /** The last of that name, no more than {@code most}: resolv/res_init.c {@code res_setoptions()}. */
    private int option(String name, int unless, int most) {
        int value = unless;
        for (String option : options) {
            if (option.matches(name + ":[0-9]{1,9}")) {
                value = Math.min(most, Integer.parseInt(option.substring(name.length() + 1)));
            }
        }
        return value;
    }

    /** The file, as a container runtime writes it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (!search.isEmpty()) {
            text.append("search ").append(String.join(" ", search)).append('\n');
        }
        nameservers.forEach(each -> text.append("nameserver ").append(each).append('\n'));
        if (!options.isEmpty()) {
            text.append("options ").append(String.join(" ", options)).append('\n');
        }
        return text.toString();
    }
}
