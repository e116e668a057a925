package packetwalk.linux.xtables.target;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.KernelLog;
import packetwalk.linux.xtables.Quoted;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * Writes the packet to the kernel's log and goes on: {@code -j LOG}, net/netfilter/xt_LOG.c.
 *
 * @param level 0 (emergency) to 7 (debug)
 * @param prefix what stands before the packet; may be empty
 * @param extras what else is written
 */
public record LogTarget(int level, String prefix, Set<Extra> extras) implements Target {

    /** What stands without {@code --log-level}: a warning. */
    public static final int WARNING = 4;

    /** Names of the levels, as {@code iptables -L} prints them. */
    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug");

    /** Options without a value, in the order of their print: {@code XT_LOG_*}. */
    public enum Extra {
        TCP_SEQUENCE("tcp-sequence", 0x01),
        TCP_OPTIONS("tcp-options", 0x02),
        IP_OPTIONS("ip-options", 0x04),
        UID("uid", 0x08),
        MACDECODE("macdecode", 0x20);

        private final String word;
        private final int bit;

        Extra(String word, int bit) {
            this.word = word;
            this.bit = bit;
        }

        /** As it is typed: {@code --log-uid}. */
        public String option() {
            return "--log-" + word;
        }
    }

    public LogTarget {
        Objects.requireNonNull(prefix, "prefix");
        EnumSet<Extra> ordered = EnumSet.noneOf(Extra.class);
        ordered.addAll(extras);
        extras = Collections.unmodifiableSet(ordered);
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        Optional<KernelLog> log = action.host().log();
        if (log.isEmpty() && !action.host().trace().on()) {
            return null;
        }
        String line = LogText.of(skb, action.hook(), prefix, extras);
        log.ifPresent(each -> each.print(action.host().simulation().now(), level, line));
        String readers = log.isPresent()
                ? "dmesg shows it"
                : "nobody can read it: only the machine's own namespace may write to the kernel's log,"
                        + " unless net.netfilter.nf_log_all_netns = 1";
        action.host().trace().logged(skb.id(), skb.packet(), line.strip(), readers);
        return null;
    }

    @Override
    public String name() {
        return "LOG";
    }

    @Override
    public String listed(boolean numeric) {
        String words = extras.stream().map(each -> " " + each.word).collect(Collectors.joining());
        int flags = extras.stream().mapToInt(each -> each.bit).sum();
        String how = numeric ? " LOG flags " + flags + " level " + level : " LOG level " + LEVELS.get(level) + words;
        return how + (prefix.isEmpty() ? "" : " prefix \"" + prefix + "\"");
    }

    @Override
    public String toString() {
        return "-j LOG"
                + (prefix.isEmpty() ? "" : " --log-prefix " + Quoted.of(prefix))
                + (level == WARNING ? "" : " --log-level " + level)
                + extras.stream().map(each -> " " + each.option()).collect(Collectors.joining());
    }
}
