package packetwalk.linux.route;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import packetwalk.trace.Unchanging;

/**
 * One line of {@code ip rule}: which packets look into which table.
 *
 * @param priority lower ones are asked first; an unsigned number
 * @param selector the packets that it is for
 * @param action what it does with them
 * @param proto who put it there, as {@code static}; empty where nobody said
 */
public record RoutingRule(int priority, RuleSelector selector, RuleAction action, String proto) implements Unchanging {

    /** What every namespace starts with. */
    static final List<RoutingRule> INITIAL =
            List.of(initial(0, "local"), initial(32766, "main"), initial(32767, "default"));

    /** What every namespace's IPv6 starts with: net/ipv6/fib6_rules.c {@code fib6_rules_net_init()}. */
    static final List<RoutingRule> INITIAL_V6 = INITIAL.subList(0, 2);

    public RoutingRule {
        Objects.requireNonNull(selector, "selector");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(proto, "proto");
    }

    private static RoutingRule initial(int priority, String table) {
        return new RoutingRule(priority, RuleSelector.ALL, RuleAction.lookup(table), "kernel");
    }

    /** Whether every namespace starts with it. */
    boolean initial() {
        return INITIAL.contains(this);
    }

    /** As {@code ip rule} prints it, with a blank for the tab. */
    String line() {
        return toString().replace('\t', ' ');
    }

    /** As {@code ip rule} prints it; {@code device} says how a device's name is printed. */
    public String text(UnaryOperator<String> device) {
        boolean said = !proto.isEmpty() && !proto.equals("kernel");
        return Integer.toUnsignedString(priority) + ":\t" + selector.text(device) + " " + action
                + (said ? " proto " + proto : "");
    }

    /** As {@code ip rule} prints it. */
    @Override
    public String toString() {
        return text(name -> name);
    }
}
