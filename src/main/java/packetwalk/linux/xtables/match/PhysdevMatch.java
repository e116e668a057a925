package packetwalk.linux.xtables.match;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.BridgeInfo;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Surroundings;

/**
 * The ports of a bridge that a packet came in by and leaves by, where iptables sees only the bridge: {@code -m
 * physdev}, net/netfilter/xt_physdev.c.
 *
 * @param questions each kind once, in the order of the kinds
 */
public record PhysdevMatch(List<Question> questions) implements Match {

    /** What can be asked, in the order in which iptables prints it. */
    public enum Kind {
        IS_IN("physdev-is-in"),
        IN("physdev-in"),
        IS_OUT("physdev-is-out"),
        OUT("physdev-out"),
        IS_BRIDGED("physdev-is-bridged");

        private final String option;

        Kind(String option) {
            this.option = option;
        }

        /** As it is typed: {@code --physdev-in}. */
        public String option() {
            return "--" + option;
        }
    }

    /** One option; {@code device} is empty but for IN and OUT, and may end in {@code +}. */
    public record Question(Kind kind, String device, boolean negated) {

        private boolean holds(@Nullable BridgeInfo info) {
            if (info == null) {
                return negated; // it is on no bridge
            }
            boolean leaves = !info.physOut().isEmpty();
            return switch (kind) {
                case IS_IN -> !negated;
                case IN -> InterfaceMatch.fits(device, info.physIn()) != negated;
                case IS_OUT, IS_BRIDGED -> leaves != negated;
                case OUT -> leaves && InterfaceMatch.fits(device, info.physOut()) != negated;
            };
        }

        @Override
        public String toString() {
            return (negated ? "! " : "") + kind.option() + (device.isEmpty() ? "" : " " + device);
        }
    }

    public PhysdevMatch {
        questions = List.copyOf(questions);
    }

    @Override
    public boolean matches(Skb skb, Surroundings host) {
        BridgeInfo info = skb.bridge();
        for (Question question : questions) {
            if (!question.holds(info)) {
                return false;
            }
        }
        return true;
    }

    /** Before a packet is on a bridge, nobody knows by which port it will leave: {@code physdev_mt_check()}. */
    @Override
    public Set<Hook> hooks() {
        boolean out = questions.stream().anyMatch(each -> each.kind() == Kind.OUT || each.kind() == Kind.IS_OUT);
        boolean bridged = questions.stream().anyMatch(each -> each.kind() == Kind.IS_BRIDGED && !each.negated());
        return out && !bridged ? Set.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.POSTROUTING) : Hook.ALL;
    }

    private String options() {
        return questions.stream().map(Question::toString).collect(Collectors.joining(" "));
    }

    @Override
    public String listed(boolean numeric) {
        return " PHYSDEV match " + options();
    }

    @Override
    public String toString() {
        return "-m physdev " + options();
    }
}
