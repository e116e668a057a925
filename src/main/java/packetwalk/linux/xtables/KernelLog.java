package packetwalk.linux.xtables;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * One machine's kernel messages, as {@code dmesg} shows them: those of rules with {@code -j LOG}. A machine has one for
 * all its namespaces, but only those of its own namespace may write there: {@code nf_log_ip_packet()}, as long as
 * {@code net.netfilter.nf_log_all_netns} is 0.
 */
public final class KernelLog {

    /** {@code CONFIG_LOG_BUF_SHIFT}: what does not fit any more pushes the oldest out. */
    private static final int ROOM = 1 << 17;

    /** A message. */
    public record Line(long nanos, int level, String text) {

        /** With its time in seconds since the machine began. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "[%5d.%06d] %s", nanos / 1_000_000_000, nanos / 1_000 % 1_000_000, text);
        }
    }

    private final Deque<Line> lines = new ArrayDeque<>();
    private int characters;

    /** Adds a message of {@code level} 0 (emergency) to 7 (debug). */
    public void print(long nanos, int level, String text) {
        lines.add(new Line(nanos, level, text));
        characters += text.length();
        while (characters > ROOM) {
            characters -= lines.remove().text.length();
        }
    }

    /** All that it still has, the oldest first. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Forgets all: {@code dmesg -C}. */
    public void clear() {
        lines.clear();
        characters = 0;
    }
}
