package packetwalk.kernel.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.Cluster;
import packetwalk.kernel.exercise.card.Card;
import packetwalk.kernel.exercise.card.Template;
import packetwalk.kernel.exercise.world.Lab;
import packetwalk.kernel.report.Marks;
import packetwalk.kernel.view.Html;
import packetwalk.kernel.view.Rich;
import packetwalk.kernel.view.Views;

/**
 * One exercise in a notebook: what is asked, in numbers of the learner's own, and four verbs. {@link #predict} before {@link #run}; then write the
 * method, and {@link #check} it; {@link #hint} when stuck.
 */
public final class Exercise implements Rich {

    private final Card card;
    private final long seed;
    private final Situation practice;
    private Optional<Object> predicted = Optional.empty();

    Exercise(Card card, long seed) {
        this.card = card;
        this.seed = seed;
        this.practice = Situation.draw(card, card.checks().get(0), seed, 0);
    }

    /** What the method will be told in the situation that {@link #run} shows. */
    public Given given() {
        return new Given(practice.values());
    }

    /**
     * The network of that situation, new each time, to try things in.
     *
     * @throws IllegalArgumentException if there is none before an answer describes it
     */
    public Cluster network() {
        Lab lab = Lab.of(card.world(), practice.values());
        lab.run(card.prepare());
        return lab.cluster();
    }

    /**
     * Takes down what you think, in the situation that {@link #given} tells. Being wrong is the useful case.
     *
     * @param said an address, a number, a word, a list or a map of such; {@code "?"}, or nothing but that in it, takes it back
     */
    public Exercise predict(Object said) {
        predicted = Optional.of(Plain.of(said)).filter(each -> !isOpen(each));
        return this;
    }

    private static boolean isOpen(Object said) {
        if (said instanceof Map<?, ?> map) {
            return map.values().stream().allMatch(Exercise::isOpen);
        }
        return said instanceof List<?> list ? list.stream().allMatch(Exercise::isOpen) : said.equals("?");
    }

    /**
     * Sends the packet in that situation, and puts what it did beside what you predicted.
     *
     * @throws IllegalStateException if nothing was predicted: whoever looks first learns less
     */
    public Comparison run() {
        Situation.Truth truth = practice.truth()
                .orElseThrow(() -> new IllegalStateException("exercise " + card.id()
                        + " has nothing to run before an answer; hand it over: run(given -> …)"));
        Object said = predicted.orElseThrow(() -> new IllegalStateException(
                "predict first: what will it be, in the situation of given()? A wrong guess costs nothing"));
        Predictions predictions = new Predictions();
        Optional<Finding> finding = predictions
                .judge(card, new Said(practice, said))
                .map(wrong -> predictions.explain(card, List.of(wrong), List.of()));
        return new Comparison(said, truth.observed(), truth.sent(), finding);
    }

    /** {@link #run} with what {@code method} answers there: for a prediction it is compared, else it is built and packets are sent. */
    public Feedback run(AnswerMethod method) {
        Questions one = Questions.practice(card, practice, seed);
        return new Feedback(Judge.grade(one, ask(one, method)));
    }

    /** Asks the method in many situations, sends the packets, and says what does not hold yet. Practice: what counts is judged on other numbers. */
    public Feedback check(AnswerMethod method) {
        Questions questions = Questions.of(card, seed);
        return new Feedback(Judge.grade(questions, ask(questions, method)));
    }

    private static List<Answer> ask(Questions questions, AnswerMethod method) {
        List<Answer> answers = new ArrayList<>();
        for (Given each : questions.given()) {
            answers.add(ask(each, method));
        }
        return answers;
    }

    private static Answer ask(Given given, AnswerMethod method) {
        try {
            Object value = method.answer(given);
            return value == null ? new Answer.Failed(Failure.NO_VALUE, "") : new Answer.Value(Plain.of(value));
        } catch (Exception | StackOverflowError thrown) {
            return Snippets.threw(thrown.toString());
        }
    }

    /**
     * A hint.
     *
     * @param number 1 is a nudge, 2 says where to look, 3 is nearly there
     */
    public String hint(int number) {
        if (number < 1 || number > card.hints().size()) {
            throw new IllegalArgumentException("hint " + number + " is none; there are 1 to "
                    + card.hints().size());
        }
        return card.hints().get(number - 1);
    }

    /** The most points that it gives. */
    public double points() {
        return card.points();
    }

    private String asked() {
        String text = Template.fill(
                card.text(), hole -> String.valueOf(practice.values().getOrDefault(hole, hole)));
        return text.stripTrailing() + how(card.form());
    }

    /** In which form an answer is given, where that is the same for many exercises. */
    private static String how(Card.Form form) {
        return switch (form) {
            case COMMANDS ->
                "\n\nGive the commands as one types them, each with the place in front: `\"node-1: ip route show\"`.";
            case MANIFEST -> "\n\nGive it as `kubectl apply -f -` reads it, as YAML or JSON.";
            case PREDICT, PROBES, DESCRIPTION -> "";
        };
    }

    @Override
    public String text() {
        return card.id() + " " + card.title() + " (" + card.minutes() + " minutes)\n\n" + asked() + "\n\nHere: "
                + practice.words(card);
    }

    @Override
    public String html() {
        StringBuilder html = new StringBuilder("<p><b>" + Html.escape(card.id() + " " + card.title()) + "</b></p>");
        html.append(Marks.html(asked()));
        html.append("<p>Here: <code>").append(Html.escape(practice.words(card))).append("</code></p>");
        return Html.card(html.toString()) + picture();
    }

    private String picture() {
        if (card.world().contains("${answer") || card.world().contains(" of answer")) {
            return ""; // nothing stands before the answer says what
        }
        return Views.bundle(Views.picture(network().topology())).getOrDefault("text/html", "");
    }

    @Override
    public String toString() {
        return text();
    }
}
