package packetwalk.kernel.exercise;

/** A learner's method, as a notebook's cell hands it over: {@code given -> lookup(given.cidrs("table"), given.address("dst"))}. */
@FunctionalInterface
public interface AnswerMethod {

    /** What it answers in one situation; whatever it throws is told to the learner. */
    Object answer(Given given) throws Exception;
}
