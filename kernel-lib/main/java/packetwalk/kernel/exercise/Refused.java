package packetwalk.kernel.exercise;

/** What an answer describes or commands cannot be done: a slip of the pen, no belief about networks. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refused(RuntimeException why) {
        super(String.valueOf(why.getMessage()), why);
    }
}
