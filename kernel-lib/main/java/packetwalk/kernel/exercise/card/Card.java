package packetwalk.kernel.exercise.card;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One exercise, as far as a learner may know it.
 *
 * @param id such as {@code POD-7}
 * @param facts the numbers of the facts that it rests on, such as {@code P8}
 * @param minutes how long it takes, for an instructor's plan
 * @param alt what its picture shows, for who does not see it
 * @param text what is asked, in Markdown; {@code ${names}} stand for what was drawn
 * @param draws what varies, in order
 * @param world the chain of calls that describes the network, with names of draws
 * @param prepare prompts that have been run before anybody comes
 * @param sound where a network was broken on purpose: the values of draws with which it is whole, {@code world} for another description;
 *     nothing is prepared there. It shows what a packet does where all is well
 * @param given what every answer is told beside what was drawn, in texts that may name what the network has: {@code ${ip web}}
 * @param answer the method that the learner writes
 * @param form how its value is judged
 * @param hints a nudge, where to look, nearly there
 * @param misconceptions those that its checks find
 */
public record Card(
        String id,
        String title,
        Kind kind,
        String objective,
        List<String> facts,
        int minutes,
        String alt,
        String text,
        Draws draws,
        String world,
        List<String> prepare,
        Optional<Map<String, String>> sound,
        Map<String, String> given,
        Signature answer,
        Form form,
        List<String> hints,
        List<Check> checks,
        List<Misconception> misconceptions) {

    /** What every answer's body says before anybody wrote it, as nbgrader leaves a solution's place: nbgrader_config.py has the same words. */
    public static final String STARTER =
            "// YOUR CODE HERE\nthrow new UnsupportedOperationException(\"your code here\");";

    /** What a learner does. */
    public enum Kind {
        PREDICT,
        BUILD,
        DEBUG,
        FUNCTION,
        PROBES
    }

    /** What the answer's value is, and so what is done with it. */
    public enum Form {
        /** What a packet will do: compared with what it did. */
        PREDICT,
        /** Prompts, each {@code PLACE: COMMAND}: run in the world, in order. */
        COMMANDS,
        /** Kubernetes objects as YAML: applied as by {@code kubectl apply -f -}. */
        MANIFEST,
        /** Prompts with what must hold after {@code =>}: each check is a network that they have to accept, or reject. */
        PROBES,
        /**
         * Values that the world's description has names for: {@code ${answer 1}}, or {@code ${answer KEY}}. What has the key {@code manifest} is
         * applied to the network that was described.
         */
        DESCRIPTION
    }

    public Card {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(form, "form");
        facts = List.copyOf(facts);
        prepare = List.copyOf(prepare);
        sound = sound.map(values -> Collections.unmodifiableMap(new LinkedHashMap<>(values)));
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        hints = List.copyOf(hints);
        checks = List.copyOf(checks);
        misconceptions = List.copyOf(misconceptions);
    }

    /** The most that it gives: its checks' points together. */
    public double points() {
        return checks.stream().mapToDouble(Check::points).sum();
    }

    /** The name of its answer's cell in every notebook: {@code pod-7-answer}. */
    public String gradeId() {
        return slug() + "-answer";
    }

    /** Its id as a part of names: {@code pod-7}. */
    public String slug() {
        return id.toLowerCase(Locale.ROOT);
    }

    /** The misconception of that name; a card's reader has seen to it that there is one. */
    public Misconception misconception(String name) {
        return misconceptions.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("exercise " + id + " has no misconception " + name));
    }

    /** The check of that id. */
    public Check check(String name) {
        return checks.stream()
                .filter(each -> each.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("exercise " + id + " has no check " + name));
    }
}
