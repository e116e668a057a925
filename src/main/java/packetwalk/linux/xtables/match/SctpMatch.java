package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.net.Sctp;

/**
 * Ports and chunks of an SCTP packet: {@code -m sctp}, net/netfilter/xt_sctp.c. The stack knows one such packet: an INIT.
 *
 * @param sport source ports; null if they were not given
 * @param dport destination ports; null if they were not given
 * @param chunks null if they do not matter
 */
public record SctpMatch(
        @Nullable Range sport,
        @Nullable Range dport,
        @Nullable Chunks chunks) implements Match {

    /**
     * Which chunks must be there: {@code --chunk-types any DATA:Be,INIT}.
     *
     * @param how {@code all}, {@code any} or {@code only}
     * @param types in the order of their numbers; all of them is {@link #EVERY}
     */
    public record Chunks(String how, List<Type> types, boolean negated) {

        /** Stands for every type of chunk: {@code ALL}. */
        public static final List<Type> EVERY = List.of(new Type(-1, "ALL", ""));

        public Chunks {
            types = List.copyOf(types);
        }

        /** Whether a packet with an INIT chunk alone is meant; {@code match_packet()}. */
        private boolean holdInit() {
            boolean every = types.equals(EVERY);
            boolean init = every || types.stream().anyMatch(type -> type.number() == Sctp.INIT);
            return how.equals("all") ? types.isEmpty() || (init && !every && types.size() == 1) : init;
        }

        private String words(boolean numeric) {
            String list = types.stream().map(each -> each.words(numeric)).collect(Collectors.joining(","));
            return how + " " + (list.isEmpty() ? "NONE" : list);
        }
    }

    /**
     * One type of chunk.
     *
     * @param flags those that must be set, as capital letters, and those that must not, as small ones
     */
    public record Type(int number, String name, String flags) {

        private String words(boolean numeric) {
            String type = numeric && number >= 0 ? "0x%04X".formatted(number) : name;
            return type + (flags.isEmpty() ? "" : ":" + flags);
        }
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        return skb.packet().transport() instanceof Sctp init
                && Range.allows(sport, init.srcPort())
                && Range.allows(dport, init.dstPort())
                && (chunks == null || chunks.holdInit() != chunks.negated());
    }

    @Override
    public String listed(boolean numeric) {
        String list = chunks == null ? "" : (chunks.negated() ? " ! " : " ") + chunks.words(numeric);
        return " sctp" + Ports.listedUnlessAll(sport, dport) + list;
    }

    @Override
    public String toString() {
        String types = chunks == null ? "" : (chunks.negated() ? " ! " : " ") + "--chunk-types " + chunks.words(false);
        return "-m sctp" + Ports.everyOption(sport, dport) + types;
    }
}
