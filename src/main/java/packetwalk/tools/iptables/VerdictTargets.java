package packetwalk.tools.iptables;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;
import packetwalk.linux.xtables.target.QueueTarget;
import packetwalk.linux.xtables.target.RejectTarget;
import packetwalk.linux.xtables.target.ReturnTarget;
import packetwalk.linux.xtables.target.VerdictTarget;
import packetwalk.net.Protocol;

/** Targets that decide. */
final class VerdictTargets {

    private static final String NFQUEUE = "queue-num 1 queue-balance 1 queue-bypass 0 queue-cpu-fanout 0";

    private static final Pattern QUEUES = Pattern.compile("([0-9]{1,5}):([0-9]{1,5})");

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "ACCEPT", Syntax.of("", options -> new VerdictTarget(Verdict.ACCEPT)),
            "DROP", Syntax.of("", options -> new VerdictTarget(Verdict.DROP)),
            "RETURN", Syntax.of("", options -> new ReturnTarget()),
            "REJECT", Syntax.of("reject-with 1", VerdictTargets::reject),
            "NFQUEUE", Syntax.of(NFQUEUE, VerdictTargets::nfqueue));

    private VerdictTargets() {}

    private static Target reject(Options options) {
        String kind = options.value("--reject-with").orElse("icmp-port-unreachable");
        RejectTarget.With with = Arrays.stream(RejectTarget.With.values())
                .filter(each -> begins(each, kind.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown reject type \"" + kind
                        + "\"; use tcp-reset, icmp-port-unreachable or another of iptables-extensions(8)"));
        if (with == RejectTarget.With.TCP_RESET
                && options.protocol().filter(Protocol.TCP::equals).isEmpty()) {
            throw new IllegalArgumentException("--reject-with tcp-reset answers TCP only; add -p tcp");
        }
        return new RejectTarget(with);
    }

    /** Names may be cut short; each has a second one besides: libipt_REJECT.c {@code reject_table}. */
    private static boolean begins(RejectTarget.With with, String typed) {
        String name = with.toString();
        String alias = name.replaceFirst("^icmp-", "")
                .replaceFirst("unreachable$", "unreach")
                .replaceFirst("prohibited$", "prohib")
                .replaceFirst("reset$", "rst");
        return List.of(name, alias).stream().anyMatch(each -> each.startsWith(typed));
    }

    private static Target nfqueue(Options options) {
        options.requireAtMostOne("--queue-num", "--queue-balance");
        options.requireBoth("--queue-cpu-fanout", "--queue-balance");
        int first = options.number("--queue-num", 0, 0xffff, 0);
        int last = first;
        if (options.has("--queue-balance")) {
            Matcher range = QUEUES.matcher(options.required("--queue-balance").value());
            boolean rising = range.matches()
                    && Integer.parseInt(range.group(1)) < Integer.parseInt(range.group(2))
                    && Integer.parseInt(range.group(2)) <= 0xffff;
            if (!rising) {
                throw new IllegalArgumentException("NFQUEUE: Bad range \""
                        + options.required("--queue-balance").value() + "\"; write it as 0:3, the lower one first");
            }
            first = Integer.parseInt(range.group(1));
            last = Integer.parseInt(range.group(2));
        }
        return new QueueTarget(first, last, options.has("--queue-bypass"), options.has("--queue-cpu-fanout"));
    }
}
