package packetwalk.kernel.exercise;

/** One learner's exercises in a notebook: practice, open to everybody who looks. What counts is judged elsewhere, on other numbers. */
public final class Workshop {

    private final String learner;

    private Workshop(String learner) {
        this.learner = learner;
    }

    /**
     * The exercises of {@code learner}; who has another name has other numbers.
     *
     * @param learner any name, as long as it stays the same
     */
    public static Workshop workshop(String learner) {
        return new Workshop(learner);
    }

    /**
     * One exercise.
     *
     * @param id such as {@code POD-3}
     * @throws IllegalArgumentException if there is none of that id
     */
    public Exercise exercise(String id) {
        return new Exercise(Cards.named(id), Seeds.ofLearner("practice", learner));
    }

    @Override
    public String toString() {
        return "the workshop of " + learner + "; exercise(\"POD-1\") opens one";
    }
}
