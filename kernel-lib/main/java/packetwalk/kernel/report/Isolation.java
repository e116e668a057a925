package packetwalk.kernel.report;

/** What stood between a learner's code and the machine that graded it. */
public enum Isolation {
    /** A user of its own, and mount, process and network namespaces of its own: root started the grader. */
    OWN_USER("own user and namespaces"),

    /** A user namespace with mount, process and network namespaces in it: an ordinary user started the grader. */
    USER_NAMESPACE("user namespace"),

    /** A process of its own and nothing else: the kernel allowed neither. */
    PROCESS_ONLY("process only");

    private final String words;

    Isolation(String words) {
        this.words = words;
    }

    /** As a report says it. */
    public String words() {
        return words;
    }
}
