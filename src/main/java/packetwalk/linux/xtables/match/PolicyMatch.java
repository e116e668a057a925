package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * Whether IPsec has been, or will be, applied: {@code -m policy}, net/netfilter/xt_policy.c. The stack has none, so
 * {@code --pol none} holds for every packet and {@code --pol ipsec} for no one.
 *
 * @param incoming whether it is about what came in ({@code --dir in}) or what goes out
 * @param ipsec whether there must be a policy, or must be none
 * @param strict whether the elements must be all that there are
 * @param elements of the policy, from the outside
 */
public record PolicyMatch(boolean incoming, boolean ipsec, boolean strict, List<Element> elements) implements Match {

    private static final Set<Hook> IN = Set.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD);
    private static final Set<Hook> OUT = Set.of(Hook.FORWARD, Hook.OUTPUT, Hook.POSTROUTING);

    /** What one transformation must be; in the order in which it is printed. */
    public record Element(List<Demand> demands) {

        public Element {
            demands = List.copyOf(demands);
        }

        private String words(String prefix, boolean numeric) {
            StringBuilder text = new StringBuilder();
            for (Demand demand : demands) {
                text.append(demand.negated() ? " ! " : " ").append(prefix).append(demand.name());
                text.append(' ').append(numeric ? demand.number() : demand.value());
            }
            return text.toString();
        }
    }

    /** One demand: {@code ! --proto esp}, with its value in words and in numbers. */
    public record Demand(String name, String value, String number, boolean negated) {}

    public PolicyMatch {
        elements = List.copyOf(elements);
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return !ipsec;
    }

    @Override
    public Set<Hook> baseChains() {
        return incoming ? IN : OUT;
    }

    private String head(String prefix) {
        return " " + prefix + "dir " + (incoming ? "in" : "out") + " " + prefix + "pol " + (ipsec ? "ipsec" : "none")
                + (strict ? " " + prefix + "strict" : "");
    }

    @Override
    public String listed(boolean numeric) {
        StringBuilder text = new StringBuilder(" policy match" + head(""));
        for (int i = 0; i < elements.size(); i++) {
            text.append(elements.size() > 1 ? " [" + i + "]" : "");
            text.append(elements.get(i).words("", numeric));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("-m policy" + head("--"));
        for (int i = 0; i < elements.size(); i++) {
            text.append(i > 0 ? " --next" : "").append(elements.get(i).words("--", false));
        }
        return text.toString();
    }
}
