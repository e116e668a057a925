package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.conntrack.Tuple;
import packetwalk.linux.ipvs.ForwardingMethod;
import packetwalk.linux.ipvs.IpvsConnection;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Cidr;
import packetwalk.net.Protocol;

/**
 * Whether IPVS has sent a packet on, and by which virtual server: {@code -m ipvs --ipvs}, net/netfilter/xt_ipvs.c.
 *
 * <p>All but {@code --ipvs} alone ask the connection of a packet that goes to a real server, and has its address by now:
 * of an answer none is found, nor of what was masqueraded before, and then the condition does not hold.
 *
 * @param conditions in the order in which {@code iptables-save} prints them; never empty
 */
public record IpvsMatch(List<Condition> conditions) implements Match {

    /** What is asked. */
    public enum Field {
        IPVS,
        VPROTO,
        VADDR,
        VPORT,
        VDIR,
        VMETHOD,
        VPORTCTL
    }

    /**
     * One of them.
     *
     * @param text the value as {@code iptables-save} prints it; empty for {@link Field#IPVS}
     */
    public record Condition(Field field, String text, boolean negated) {

        @Override
        public String toString() {
            String option = (negated ? "! " : "") + "--" + field.name().toLowerCase(Locale.ROOT);
            return text.isEmpty() ? option : option + " " + text;
        }
    }

    public IpvsMatch {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("IPVS: At least one option is required; add --ipvs");
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        boolean alone = conditions.size() == 1 && conditions.get(0).field() == Field.IPVS;
        if (alone || !skb.ipvsProperty()) {
            return alone && skb.ipvsProperty() != conditions.get(0).negated();
        }
        Tuple tuple = Tuple.of(skb.packet());
        Optional<IpvsConnection> connection =
                host.ipvs().outward(tuple.protocol(), tuple.dst(), tuple.dstPort(), tuple.src(), tuple.srcPort());
        return connection.isPresent()
                && conditions.stream().allMatch(each -> holds(each, skb, connection.get()) != each.negated());
    }

    private static boolean holds(Condition condition, Skb skb, IpvsConnection connection) {
        String text = condition.text();
        return switch (condition.field()) {
            case IPVS -> !condition.negated(); // beside others it is asked by them already
            case VPROTO -> skb.packet().protocol() == Protocol.named(text).orElseThrow();
            case VADDR -> Cidr.parse(text.contains("/") ? text : text + "/32").contains(connection.virtual());
            case VPORT -> connection.virtualPort() == Integer.parseInt(text);
            case VDIR -> skb.connection() != null && skb.ctState().reply() == text.equals("REPLY");
            case VMETHOD -> connection.server().forwarding() == method(text);
            case VPORTCTL -> connection.controlPort() == Integer.parseInt(text);
        };
    }

    private static ForwardingMethod method(String text) {
        return switch (text) {
            case "GATE" -> ForwardingMethod.ROUTE;
            case "IPIP" -> ForwardingMethod.TUNNEL;
            default -> ForwardingMethod.MASQ;
        };
    }

    private String words() {
        StringBuilder words = new StringBuilder();
        conditions.forEach(each -> words.append(' ').append(each));
        return words.toString();
    }

    @Override
    public String listed(boolean numeric) {
        return words().replace("--", "");
    }

    @Override
    public String toString() {
        return "-m ipvs" + words();
    }
}
