package packetwalk.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An input of {@code iptables-restore} in a form that can be compared: kube-proxy walks its Services in random order, so
 * in chains that all of them share, rules stand sorted by Service port, those of one port in their own order. All other
 * chains keep their order; chains, and deletions, are sorted.
 */
public final class RestoreForm {

    private static final Set<String> SHARED =
            Set.of("KUBE-SERVICES", "KUBE-EXTERNAL-SERVICES", "KUBE-NODEPORTS", "KUBE-PROXY-FIREWALL");

    private static final Pattern SERVICE_PORT = Pattern.compile("--comment \"?(?:[a-z]+ )*?([^ \"/]+/[^ \"]+)");
    private static final Pattern PROTOCOL = Pattern.compile(" -p ([a-z]+)");

    /** After all others in whatever order of Services; upstream's order of these among themselves is random too. */
    private static final String LAST = "NOTE: this must be the last rule in this chain";

    private final Map<String, Map<String, List<String>>> tables = new TreeMap<>();
    private final Map<String, TreeSet<String>> deleted = new TreeMap<>();

    private RestoreForm(String text) {
        String table = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("*")) {
                table = line.substring(1);
                tables.put(table, new TreeMap<>());
                deleted.put(table, new TreeSet<>());
            } else if (!line.equals("COMMIT")) {
                add(tables.get(table), deleted.get(table), line);
            }
        }
        tables.values()
                .forEach(chains -> chains.forEach((chain, rules) -> {
                    if (SHARED.contains(chain)) {
                        sort(rules);
                    }
                }));
    }

    public static RestoreForm of(String text) {
        return new RestoreForm(text);
    }

    private static void add(Map<String, List<String>> chains, Set<String> deleted, String line) {
        if (line.startsWith(":")) {
            chains.putIfAbsent(line.substring(1, line.indexOf(' ')), new ArrayList<>());
        } else if (line.startsWith("-X ")) {
            deleted.add(line.substring(3));
        } else {
            String[] words = line.split(" ", 3);
            // iptables-restore would refuse it
            String chain = chains.containsKey(words[1]) ? words[1] : words[1] + " (not declared)";
            chains.computeIfAbsent(chain, any -> new ArrayList<>()).add(words[2]);
        }
    }

    private static void sort(List<String> rules) {
        int end = rules.size();
        while (end > 0 && rules.get(end - 1).contains(LAST)) {
            end--;
        }
        rules.subList(0, end).sort(Comparator.comparing(RestoreForm::servicePort));
        rules.subList(end, rules.size()).sort(Comparator.naturalOrder());
    }

    private static String servicePort(String rule) {
        Matcher name = SERVICE_PORT.matcher(rule);
        Matcher protocol = PROTOCOL.matcher(rule);
        return name.find() ? name.group(1) + (protocol.find() ? protocol.group() : "") : "";
    }

    /** The rules of each chain of {@code table}, without {@code -A} and the chain. */
    public Map<String, List<String>> chains(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    /** Sorted text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        tables.forEach((table, chains) -> {
            text.append('*').append(table).append('\n');
            chains.forEach((chain, rules) -> {
                text.append(':').append(chain).append('\n');
                rules.forEach(rule -> text.append(rule).append('\n'));
            });
            deleted.get(table).forEach(chain -> text.append("-X ").append(chain).append('\n'));
        });
        return text.toString();
    }
}
