package packetwalk.linux.xtables.match;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;

/**
 * Ports, types and an option of a DCCP packet: {@code -m dccp}, net/netfilter/xt_dccp.c. The stack sends no such packets.
 *
 * @param sport source ports; null if they were not given
 * @param dport destination ports; null if they were not given
 * @param types null if they do not matter
 * @param option number of an option that must be there, or must not; null if that does not matter
 */
public record DccpMatch(
        @Nullable Range sport,
        @Nullable Range dport,
        @Nullable Types types,
        @Nullable Range option) implements Match {

    /** Types of packets: RFC 4340 5.1; the last stands for all numbers that have no name. */
    public enum Type {
        REQUEST("0"),
        RESPONSE("1"),
        DATA("2"),
        ACK("3"),
        DATAACK("4"),
        CLOSEREQ("5"),
        CLOSE("6"),
        RESET("7"),
        SYNC("8"),
        SYNCACK("9"),
        INVALID("10,11,12,13,14,15");

        private final String numbers;

        Type(String numbers) {
            this.numbers = numbers;
        }
    }

    /** Types that a packet must be of, or must not. */
    public record Types(Set<Type> types, boolean negated) {

        private String words(boolean numeric) {
            return types.stream()
                    .sorted()
                    .map(each -> numeric ? each.numbers : each.name())
                    .collect(Collectors.joining(","));
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return false;
    }

    @Override
    public String listed(boolean numeric) {
        String ofTypes = types == null ? "" : (types.negated() ? " ! " : " ") + types.words(numeric);
        String ofOption = option == null ? "" : " option=" + (option.negated() ? "!" : "") + option;
        return " dccp" + Ports.listedUnlessAll(sport, dport) + ofTypes + ofOption;
    }

    @Override
    public String toString() {
        String ofTypes = types == null ? "" : (types.negated() ? " ! " : " ") + "--dccp-types " + types.words(false);
        String ofOption = option == null ? "" : " " + option.not() + "--dccp-option " + option;
        return "-m dccp" + Ports.everyOption(sport, dport) + ofTypes + ofOption;
    }
}
