package packetwalk.tools.iptables;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.xtables.Quoted;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.AsideTarget;
import packetwalk.linux.xtables.target.LogTarget;
import packetwalk.linux.xtables.target.NflogTarget;
import packetwalk.linux.xtables.target.TraceTarget;

/** Targets that report, count or signal, and let the packet go on. */
final class ReportTargets {

    private static final String LOG = "log-level 1 log-prefix 1 log-tcp-sequence 0 log-tcp-options 0 log-ip-options 0"
            + " log-uid 0 log-macdecode 0";

    private static final String NFLOG = "nflog-group 1 nflog-prefix 1 nflog-range 1 nflog-size 1 nflog-threshold 1";

    /** The names that {@code --log-level} takes besides numbers: libxtables {@code xtopt_parse_sysloglevel()}. */
    private static final Map<String, Integer> LEVELS = Map.of(
            "emerg", 0, "panic", 0, "alert", 1, "crit", 2, "error", 3, "warning", 4, "notice", 5, "info", 6, "debug",
            7);

    /** Bytes of a prefix, less the one that ends it: {@code struct xt_log_info}. */
    private static final int LONGEST_PREFIX = 29;

    /** NF_LOG_PREFIXLEN less one. */
    private static final int LONGEST_NFLOG_PREFIX = 127;

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "LOG", Syntax.of(LOG, ReportTargets::log),
            "NFLOG", Syntax.of(NFLOG, ReportTargets::nflog),
            "TRACE", Syntax.of("", options -> new TraceTarget()),
            "AUDIT", Syntax.of("type 1", ReportTargets::audit),
            "IDLETIMER", Syntax.of("timeout 1 label 1 alarm 0", ReportTargets::idletimer),
            "LED", Syntax.of("led-trigger-id 1 led-delay 1 led-always-blink 0", ReportTargets::led));

    private ReportTargets() {}

    private static Target log(Options options) {
        Set<LogTarget.Extra> extras = EnumSet.noneOf(LogTarget.Extra.class);
        Arrays.stream(LogTarget.Extra.values())
                .filter(each -> options.has(each.option()))
                .forEach(extras::add);
        int level = options.value("--log-level").map(ReportTargets::level).orElse(LogTarget.WARNING);
        return new LogTarget(level, prefix(options, "--log-prefix", LONGEST_PREFIX), extras);
    }

    private static int level(String text) {
        return Optional.ofNullable(LEVELS.get(text))
                .or(() -> Numbers.parse(text, 7).map(Long::intValue))
                .orElseThrow(() -> new IllegalArgumentException("log level \"" + text
                        + "\" unknown; use 0 to 7, or emerg, alert, crit, error, warning, notice, info, debug"));
    }

    /** What is too long is cut. */
    private static String prefix(Options options, String option, int longest) {
        String prefix = options.value(option).orElse("");
        if (options.has(option) && prefix.isEmpty()) {
            throw new IllegalArgumentException(
                    "Argument of " + option + " must have a minimum length of 1 characters; leave the option out");
        }
        return prefix.substring(0, Math.min(prefix.length(), longest));
    }

    private static Target nflog(Options options) {
        // --nflog-range "has never worked and is no longer supported", as the real tool says
        options.number("--nflog-range", 0, Numbers.UINT32);
        return new NflogTarget(
                options.number("--nflog-group", 0, 0xffff, 0),
                prefix(options, "--nflog-prefix", LONGEST_NFLOG_PREFIX),
                options.number("--nflog-size", 0, Numbers.UINT32).orElse(-1L),
                options.number("--nflog-threshold", 0, 0xffff, 0));
    }

    private static Target aside(String name, String words, String listed) {
        return new AsideTarget(name, words, listed, Hook.ALL, Table.ALL);
    }

    private static Target audit(Options options) {
        String type = options.required("--type").value();
        if (!Set.of("accept", "drop", "reject").contains(type)) {
            throw new IllegalArgumentException(
                    "AUDIT: Bad action type value \"" + type + "\"; use accept, drop or reject");
        }
        return aside("AUDIT", "--type " + type, "AUDIT " + type);
    }

    private static Target idletimer(Options options) {
        options.required("--timeout");
        String label = options.required("--label").value();
        long timeout = options.number("--timeout", 1, Numbers.UINT32).orElseThrow();
        boolean alarm = options.has("--alarm");
        String words = "--timeout " + timeout + " --label " + label + (alarm ? " --alarm" : "");
        return aside("IDLETIMER", words, "timeout:" + timeout + " label:" + label + (alarm ? " alarm" : ""));
    }

    private static Target led(Options options) {
        String id = options.required("--led-trigger-id").value();
        boolean infinite = options.value("--led-delay").filter("inf"::equals).isPresent();
        long delay = infinite
                ? 0
                : options.number("--led-delay", 0, Integer.MAX_VALUE).orElse(0L);
        String saved = infinite ? " --led-delay inf" : delay == 0 ? "" : " --led-delay " + delay;
        boolean blinks = options.has("--led-always-blink");
        String listed = "led-trigger-id:\"" + id.replaceAll("[\"\\\\]", "\\\\$0") + "\" led-delay:"
                + (infinite ? "inf" : delay + "ms");
        return aside(
                "LED",
                "--led-trigger-id " + Quoted.of(id) + saved + (blinks ? " --led-always-blink" : ""),
                listed + (blinks ? " led-always-blink" : ""));
    }
}
