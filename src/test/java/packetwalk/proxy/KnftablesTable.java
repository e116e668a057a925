package packetwalk.proxy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import packetwalk.proxy.nftables.Container;
import packetwalk.proxy.nftables.Loaded;

/**
 * A table that transactions of knftables make, as text; what {@code knftables.Fake} is to Kubernetes' own tests. It knows
 * chains, sets, maps, counters, rules and elements by their words only.
 */
final class KnftablesTable {

    private final Map<String, String> declarations = new TreeMap<>();
    private final Map<String, List<String>> rules = new TreeMap<>();
    private final Map<String, Map<String, String>> elements = new TreeMap<>();

    /** Runs a transaction, a command a line; one that names what is not there fails as nft would. */
    void run(String transaction) {
        transaction.lines().forEach(line -> {
            String[] words = line.split(" ", 5);
            run(line, words[0] + " " + words[1], words.length > 4 ? words[4] : "");
        });
    }

    private void run(String line, String command, String rest) {
        String name = rest.split(" ", 2)[0];
        switch (command) {
            case "add table" -> declarations.putIfAbsent("table", line);
            case "add chain" -> {
                declarations.putIfAbsent("chain " + name, line);
                rules.putIfAbsent(name, new ArrayList<>());
            }
            case "flush chain" -> there(line, rules, name).clear();
            case "delete chain" -> {
                there(line, rules, name);
                rules.remove(name);
                declarations.remove("chain " + name);
            }
            case "add rule" -> there(line, rules, name).add(line);
            case "add set", "add map" -> {
                declarations.putIfAbsent(command.substring(4) + " " + name, line);
                elements.putIfAbsent(name, new LinkedHashMap<>());
            }
            case "flush set", "flush map" -> there(line, elements, name).clear();
            case "delete set", "delete map" -> {
                there(line, elements, name);
                elements.remove(name);
                declarations.remove(command.substring(7) + " " + name);
            }
            case "add counter" -> declarations.putIfAbsent("counter " + name, line);
            case "delete counter" -> declarations.remove("counter " + name);
            case "add element" -> there(line, elements, name).put(key(rest), line);
            case "delete element" -> {
                if (there(line, elements, name).remove(key(rest)) == null) {
                    throw new IllegalArgumentException("no such element: " + line);
                }
            }
            default -> throw new IllegalArgumentException("not a command of a transaction: " + line);
        }
    }

    private static <T> T there(String line, Map<String, T> all, String name) {
        T there = all.get(name);
        if (there == null) {
            throw new IllegalArgumentException("no such thing: " + line);
        }
        return there;
    }

    /** What stands in an element's braces before its comment and its value. */
    private static String key(String rest) {
        String inner = rest.substring(rest.indexOf("{ ") + 2, rest.lastIndexOf(" }"));
        return inner.split(" comment | : ", 2)[0];
    }

    /** As nft would list it for a proxier. */
    Loaded loaded() {
        Map<Container, Map<String, String>> contents = new EnumMap<>(Container.class);
        for (Container each : Container.values()) {
            Map<String, String> listed = new LinkedHashMap<>();
            elements.getOrDefault(each.toString(), Map.of()).forEach((key, line) -> {
                int value = line.lastIndexOf(" : ");
                listed.put(key, value < 0 ? "" : line.substring(value + 3, line.length() - 2));
            });
            contents.put(each, listed);
        }
        List<String> sets = declarations.keySet().stream()
                .filter(each -> each.startsWith("set "))
                .map(each -> each.substring(4))
                .toList();
        return new Loaded(rules.keySet(), new HashSet<>(sets), contents);
    }

    /** Everything, as {@code Fake.Dump()} writes it; elements sorted. */
    List<String> dump() {
        List<String> lines = new ArrayList<>();
        for (String kind : List.of("table", "chain", "set", "map", "counter")) {
            declarations.forEach((name, line) -> {
                if (name.split(" ", 2)[0].equals(kind)) {
                    lines.add(line);
                }
            });
        }
        rules.values().forEach(lines::addAll);
        elements.values().forEach(each -> each.values().stream().sorted().forEach(lines::add));
        return lines;
    }
}
