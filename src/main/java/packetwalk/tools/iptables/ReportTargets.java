package packetwalk.tools.iptables;

import java.util.Map;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.ReportTarget;

/** Targets that report, count or follow, and let the packet go on. */
final class ReportTargets {

    private static final String LOG =
            "log-level 1 log-prefix 1 log-tcp-sequence 0 log-tcp-options 0 log-ip-options 0 log-uid 0 log-macdecode 0";

    static final Map<String, Syntax<? extends Target>> ALL = Map.of(
            "LOG", Syntax.of(LOG, ReportTargets::report),
            "NFLOG",
                    Syntax.of(
                            "nflog-group 1 nflog-prefix 1 nflog-range 1 nflog-size 1 nflog-threshold 1",
                            ReportTargets::report),
            "TRACE", Syntax.of("", ReportTargets::report));

    private ReportTargets() {}

    private static Target report(Options options) {
        return new ReportTarget(options.name(), "-j " + options.words());
    }
}
