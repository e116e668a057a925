package packetwalk.kernel.report;

/** How a check ended. */
public enum Status {
    PASSED("passed"),
    FAILED("not yet"),
    /** The answer asks for something that cannot be done; no packet was sent. */
    REFUSED("could not be carried out"),
    /** The check that it builds on did not pass. */
    NOT_LOOKED_AT("not looked at yet"),
    /** There was nothing to judge: no answer, or one that stopped. */
    NO_ANSWER("no answer"),
    /** Of all that the exercise drew for it nothing can be built: 0 of 0 points, whatever the answer. */
    FAULTY("the exercise is at fault");

    private final String words;

    Status(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
