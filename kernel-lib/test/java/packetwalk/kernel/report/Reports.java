package packetwalk.kernel.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reports to write: one of an ordinary learner, and one of somebody who writes what might break a file, a page or a spreadsheet. */
final class Reports {

    private static final String RELEASE = "5e".repeat(32);

    /** Everything that means something somewhere, the halves of a character and a change of direction among it. */
    static final String HOSTILE =
            "</pre></td><script>alert(1)</script>&lt;\"' ]]> <!-- ``` ```` ~~~\n# head\n| a | b |\n"
                    + "![x](javascript:alert(1)) [y]: http://198.51.100.1/ \u0000\u0001\u001b[2J\u0085\u2028 \ud800 \udfff \uffff"
                    + " \u202egnirts \u200b @everyone ::error:: =cmd|' /C calc'!A1, \\\\ \\u0000 ${jndi:ldap://a}";

    private Reports() {}

    static SubmissionReport ordinary() {
        CheckResult passed = CheckResult.passed("local", "Who is near is asked directly", 1);
        CheckResult failed = new CheckResult(
                "remote",
                "Who is far is not asked",
                Status.FAILED,
                0,
                1.5,
                Optional.of("M-ARP-REMOTE"),
                "ARP never crosses a router: **ask for the gateway's** `MAC` address.",
                Optional.of(new Evidence(
                        "dst = 10.0.2.7, own = 10.0.1.5/24",
                        "client: ping -c 1 10.0.2.7",
                        "10.0.2.7",
                        "10.0.1.1",
                        List.of("client  arp who-has 10.0.2.7", "client  dropped"),
                        List.of("client  arp who-has 10.0.1.1", "node-1  received"))));
        CheckResult waits =
                CheckResult.without("late", "It stays so", 1, Status.NOT_LOOKED_AT, "It builds on a check before it.");
        GradeReport arp =
                new GradeReport("POD-3", "Whom ARP asks", List.of(passed, failed, waits), List.of(), -7L, "0.1.0");
        GradeReport none = new GradeReport(
                "POD-4",
                "What a router changes",
                List.of(CheckResult.without(
                        "all", "The headers are right", 2, Status.NO_ANSWER, "Nothing is written yet.")),
                List.of("POD-4 is at fault"),
                Long.MAX_VALUE,
                "0.1.0");
        return report("ada", List.of(arp, none), List.of("POD-4: no answer"));
    }

    static SubmissionReport hostile() {
        CheckResult failed = new CheckResult(
                "one",
                "What is said",
                Status.FAILED,
                0,
                1,
                Optional.of("M-ONE"),
                "It is not so.",
                Optional.of(new Evidence(
                        HOSTILE, HOSTILE, HOSTILE, HOSTILE, List.of(HOSTILE, "same"), List.of("other", "same"))));
        CheckResult none = CheckResult.without("two", "More", 1, Status.NO_ANSWER, "It stopped:\n\n    " + HOSTILE);
        CheckResult refused = CheckResult.without("three", "Most", 1, Status.REFUSED, HOSTILE);
        return report(
                "=" + HOSTILE,
                List.of(new GradeReport("POD-1", "One", List.of(failed, none, refused), List.of(HOSTILE), 1, "0.1.0")),
                List.of(HOSTILE));
    }

    static SubmissionReport report(String learner, List<GradeReport> exercises, List<String> notices) {
        return new SubmissionReport(
                learner, "01-pods.ipynb", exercises, Isolation.OWN_USER, notices, RELEASE, Duration.ofMillis(1234));
    }

    /** Right or wrong in one check of one point. */
    static SubmissionReport of(String learner, Optional<String> misconception) {
        CheckResult check = misconception
                .map(name -> new CheckResult(
                        "c", "Check", Status.FAILED, 0, 1, Optional.of(name), "No.", Optional.<Evidence>empty()))
                .orElseGet(() -> CheckResult.passed("c", "Check", 1));
        return report(
                learner, List.of(new GradeReport("SVC-1", "A VIP", List.of(check), List.of(), 1, "0.1.0")), List.of());
    }
}
