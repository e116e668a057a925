package packetwalk.oracle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.time.Simulation;
import packetwalk.tools.Shell;
import packetwalk.trace.At;
import packetwalk.trace.Trace;

/**
 * What the engine knows, asked of the engine: the generator writes only what is modelled, so it uses a match or a
 * setting from the day on that the engine has it.
 */
final class Known {

    private static final Map<String, Boolean> ASKED = new ConcurrentHashMap<>();

    private Known() {}

    /** Whether all these commands, in one namespace, are taken, and leave no rule that is UNKNOWN. */
    static boolean commands(String... commands) {
        return ASKED.computeIfAbsent(String.join("\n", commands), any -> ask(commands));
    }

    /** Whether a rule with these words is modelled. */
    static boolean rule(String table, String chain, String words) {
        return commands("iptables -t " + table + " -A " + chain + words);
    }

    private static boolean ask(String... commands) {
        NetworkNamespace namespace = new NetworkNamespace(new Simulation(1), new Trace(), "somewhere", At.HOST_NETNS);
        Shell shell = new Shell(namespace);
        try {
            for (String command : commands) {
                shell.run(command);
            }
        } catch (IllegalArgumentException refused) {
            return false;
        }
        RuleSet rules = namespace.netfilter().rules();
        return rules.tables().stream()
                .flatMap(table -> rules.chains(table).stream())
                .flatMap(chain -> chain.rules().stream())
                .allMatch(rule -> rule.unknown().isEmpty());
    }
}
