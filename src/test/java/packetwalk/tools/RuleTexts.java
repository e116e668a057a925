package packetwalk.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import packetwalk.Json;
import packetwalk.Shared;

/** Rule files of other people: dumps of real nodes, and what kube-proxy's own tests expect. */
record RuleTexts(String name, String text, boolean broken) {

    private static final Pattern SETS = Pattern.compile("--match-set (\\S+)|--(?:add|del|map)-set (\\S+)");
    private static final Pattern ACCOUNTS = Pattern.compile("--nfacct-name +\"?([^\\s\"]+)");

    /** The IPv4 rule files among the dumps; those that the real tool refuses are {@code broken}. */
    static List<RuleTexts> dumps() {
        List<RuleTexts> texts = new ArrayList<>();
        for (Path folder : Shared.files(Shared.directory("dumps"))) {
            Path description = folder.resolve("meta.json");
            if (!description.toFile().exists()) {
                continue;
            }
            Map<String, Object> files = Json.members(
                    Json.member(Json.parse(Shared.text(description)), "files").orElseThrow());
            files.forEach((file, about) -> {
                if (file.startsWith("iptables-") && !file.startsWith("iptables-S")) {
                    String loads = Json.member(about, "load").orElseThrow().toString();
                    texts.add(new RuleTexts(
                            folder.getFileName() + "/" + file,
                            Shared.text(folder.resolve(file)),
                            loads.contains("iptables-nft=fails")));
                }
            });
        }
        return texts;
    }

    /** What kube-proxy writes in each scenario of its own tests, as a file that can be loaded. */
    static List<RuleTexts> kubeProxy() {
        Object vectors = Json.parse(Shared.text(Shared.directory("vectors").resolve("kube-proxy-iptables-rules.json")));
        List<RuleTexts> texts = new ArrayList<>();
        for (Object scenario : Json.elements(Json.member(vectors, "scenarios").orElseThrow())) {
            StringBuilder file = new StringBuilder();
            Json.members(Json.member(scenario, "rules").orElse(Map.of()))
                    .forEach((table, chains) -> file.append(table(table, Json.members(chains))));
            String name = Json.member(scenario, "id").orElseThrow().toString();
            texts.add(new RuleTexts(name, file.toString(), false));
        }
        return texts;
    }

    private static String table(String table, Map<String, Object> chains) {
        Set<String> names = new TreeSet<>(chains.keySet());
        Map<String, List<String>> rules = new LinkedHashMap<>();
        chains.forEach((chain, list) -> {
            List<String> texts =
                    Json.elements(list).stream().map(Object::toString).toList();
            rules.put(chain, texts);
            texts.stream()
                    .map(each -> each.replaceFirst("^.* -[jg] (\\S+).*$", "$1"))
                    .filter(each -> each.startsWith("KUBE-"))
                    .forEach(names::add);
        });
        StringBuilder text = new StringBuilder("*" + table + "\n");
        names.forEach(name -> text.append(':').append(name).append(" - [0:0]\n"));
        rules.forEach((chain, list) -> list.forEach(rule ->
                text.append("-A ").append(chain).append(' ').append(rule).append('\n')));
        return text.append("COMMIT\n").toString();
    }

    /** Commands that make what the rules name: sets of addresses, accounting objects. */
    static List<String> preparations(String rules) {
        Set<String> commands = new TreeSet<>();
        SETS.matcher(rules)
                .results()
                .forEach(each -> Stream.of(1, 2)
                        .filter(group -> each.group(group) != null)
                        .forEach(group -> commands.add("ipset create " + each.group(group) + " hash:ip")));
        ACCOUNTS.matcher(rules).results().forEach(each -> commands.add("nfacct add " + each.group(1)));
        return List.copyOf(commands);
    }

    @Override
    public String toString() {
        return name;
    }
}
