package packetwalk.linux.nftables.statement;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Nat;
import packetwalk.linux.nftables.Evaluation;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Surroundings;
import packetwalk.linux.xtables.target.LogTarget;

/**
 * Reports the packet, and goes on: net/netfilter/nft_log.c. To the kernel's log it writes what iptables' LOG writes.
 *
 * @param prefix what stands before the packet; may be empty
 * @param level 0 (emergency) to 7 (debug), 8 for the audit log, which nobody reads here
 * @param flags what else is written, in nft's order of print
 * @param group a number of nfnetlink_log's, with its options behind it; empty for the kernel's log
 */
public record LogStatement(String prefix, int level, Set<Flag> flags, String group) implements Statement {

    /** Names of the levels, as they are typed. */
    public static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit");

    /** The level that nothing is printed for. */
    public static final int WARNING = 4;

    private static final int AUDIT = 8;

    /** What else is written: linux/netfilter/nf_log.h. */
    public enum Flag {
        TCP_SEQUENCE(LogTarget.Extra.TCP_SEQUENCE),
        TCP_OPTIONS(LogTarget.Extra.TCP_OPTIONS),
        IP_OPTIONS(LogTarget.Extra.IP_OPTIONS),
        SKUID(LogTarget.Extra.UID),
        ETHER(LogTarget.Extra.MACDECODE);

        private final LogTarget.Extra extra;

        Flag(LogTarget.Extra extra) {
            this.extra = extra;
        }
    }

    public LogStatement {
        EnumSet<Flag> ordered = EnumSet.noneOf(Flag.class);
        ordered.addAll(flags);
        flags = java.util.Collections.unmodifiableSet(ordered);
    }

    @Override
    public Outcome execute(Evaluation at) {
        if (group.isEmpty() && level != AUDIT) {
            EnumSet<LogTarget.Extra> extras = EnumSet.noneOf(LogTarget.Extra.class);
            flags.forEach(flag -> extras.add(flag.extra));
            new LogTarget(level, prefix, extras).apply(at.skb(), new AsAction(at));
        } else if (at.host().trace().on()) {
            at.host().trace().logged(at.skb().id(), at.packet(), this, "only a reader of that group sees it");
        }
        return Outcome.GO_ON;
    }

    /** What a target may act upon, of a rule that has no targets. */
    private record AsAction(Evaluation at) implements Action {
        @Override
        public Hook hook() {
            return at.hook();
        }

        @Override
        public Surroundings host() {
            return at.host();
        }

        @Override
        public Nat nat() {
            return at.nat();
        }

        @Override
        public Rule rule() {
            throw new AssertionError("a rule of nftables is none of iptables");
        }
    }

    /** {@code log_stmt_print()}, nftables' src/statement.c. */
    @Override
    public String toString() {
        return "log" + (prefix.isEmpty() ? "" : " prefix \"" + prefix + "\"")
                + (group.isEmpty() ? "" : " " + group)
                + (level == WARNING ? "" : " level " + LEVELS.get(level))
                + flagWords();
    }

    private String flagWords() {
        if (flags.size() == Flag.values().length) {
            return " flags all";
        }
        StringBuilder text = new StringBuilder();
        if (flags.contains(Flag.TCP_SEQUENCE) || flags.contains(Flag.TCP_OPTIONS)) {
            text.append(" flags tcp ").append(flags.contains(Flag.TCP_SEQUENCE) ? "sequence" : "");
            text.append(flags.contains(Flag.TCP_SEQUENCE) && flags.contains(Flag.TCP_OPTIONS) ? "," : "");
            text.append(flags.contains(Flag.TCP_OPTIONS) ? "options" : "");
        }
        text.append(flags.contains(Flag.IP_OPTIONS) ? " flags ip options" : "");
        text.append(flags.contains(Flag.SKUID) ? " flags skuid" : "");
        return text.append(flags.contains(Flag.ETHER) ? " flags ether" : "").toString();
    }
}
