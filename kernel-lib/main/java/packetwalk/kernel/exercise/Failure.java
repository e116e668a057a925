package packetwalk.kernel.exercise;

/** Why there is no value. */
public enum Failure {
    NOT_WRITTEN("Nothing is written yet: put your code where the cell says so."),
    NO_NOTEBOOK("What was handed in is no notebook that can be read:"),
    NO_CELL("The notebook has no cell of that answer; was it deleted?"),
    AMBIGUOUS("Two cells claim to be this answer; keep one."),
    NOT_JAVA("The cell is not Java yet:"),
    THREW("The method stopped with an exception:"),
    NO_VALUE("The method gave null, or something that is no value."),
    LEFT("The program was ended; the most common cause is a call of System.exit()."),
    TOO_LONG("It was still running when its time was over."),
    TOO_LARGE("It needed more memory, or said more, than there is."),
    NOT_JUDGED("The grader itself failed over this answer: a fault that whoever runs it has to be told.");

    private final String words;

    Failure(String words) {
        this.words = words;
    }

    /** What a learner is told, before the details. */
    public String words() {
        return words;
    }
}
