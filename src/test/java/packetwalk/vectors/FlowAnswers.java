package packetwalk.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a packet can come to: what became of it in many connections, as each chooses its endpoint by chance.
 *
 * @param outputs all that was seen; empty if it was left alone every time
 * @param masqueraded what was seen of that
 * @param rules the rules that it matched the last time
 */
record FlowAnswers(Set<String> outputs, Set<Boolean> masqueraded, List<String> rules) {

    /** Of five endpoints one is missed once in 100,000 times. */
    private static final int ATTEMPTS = 60;

    /** 2^64 divided by the golden ratio: of seeds that lie close together the first dice fall alike. */
    private static final long FAR_APART = 0x9e37_79b9_7f4a_7c15L;

    private static final String LEFT_ALONE = "";

    static FlowAnswers ask(Scenario scenario, FlowPacket packet) {
        Set<String> outputs = new TreeSet<>();
        Set<Boolean> masqueraded = new TreeSet<>();
        List<String> rules = List.of();
        FlowWorld world = FlowWorld.of(scenario, packet.source(), 0);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FlowProbe probe = FlowProbe.send(world, packet, attempt);
            outputs.add(probe.output());
            masqueraded.add(probe.masqueraded());
            rules = probe.rules();
            world = scenario.remembersClients()
                    ? FlowWorld.of(scenario, packet.source(), (attempt + 1) * FAR_APART)
                    : world.forgetting();
        }
        return new FlowAnswers(outputs.equals(Set.of(LEFT_ALONE)) ? Set.of() : outputs, masqueraded, rules);
    }

    /** Where they differ from what is expected; what ends at the node is never masqueraded, marked or not. */
    List<String> differences(FlowPacket packet) {
        boolean ends = outputs.stream().anyMatch(each -> each.matches("[A-Z]+"));
        if (outputs.equals(packet.outputs()) && (ends || masqueraded.equals(Set.of(packet.masquerade())))) {
            return List.of();
        }
        List<String> differences = new ArrayList<>();
        differences.add("expected " + new TreeSet<>(packet.outputs()) + ", masqueraded " + packet.masquerade());
        differences.add("but was  " + outputs + ", masqueraded " + masqueraded);
        rules.forEach(rule -> differences.add("matched  " + rule));
        return differences;
    }
}
