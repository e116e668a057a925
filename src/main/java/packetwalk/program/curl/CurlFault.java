package packetwalk.program.curl;

import packetwalk.trace.Outcome;

/** What curl gives up for: its exit code and words. */
final class CurlFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Outcome.Kind kind;
    private final String more;
    private final String aside;

    CurlFault(int code, String words, Outcome.Kind kind) {
        this("curl: (" + code + ") " + words, "", "", kind);
    }

    private CurlFault(String line, String more, String aside, Outcome.Kind kind) {
        super(line);
        this.more = more;
        this.aside = aside;
        this.kind = kind;
    }

    /** The same with lines that follow in what is printed. */
    CurlFault withMore(String lines) {
        return new CurlFault(words(), lines, aside, kind);
    }

    /** The same with a remark of ours, which curl does not print. */
    CurlFault withAside(String remark) {
        return new CurlFault(words(), more, remark, kind);
    }

    Outcome.Kind kind() {
        return kind;
    }

    String words() {
        return String.valueOf(getMessage());
    }

    String aside() {
        return aside;
    }

    /** All that is printed. */
    String text() {
        return words() + more;
    }
}
