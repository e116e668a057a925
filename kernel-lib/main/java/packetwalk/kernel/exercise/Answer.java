package packetwalk.kernel.exercise;

import java.util.Objects;

/** What a learner's method gave for one situation: data, whoever ran it. */
public sealed interface Answer {

    /** A value: a text, number or truth, or lists and maps of such. */
    record Value(Object value) implements Answer {
        public Value {
            Objects.requireNonNull(value, "value");
        }
    }

    /** None, and why; of long words the beginning. */
    record Failed(Failure failure, String text) implements Answer {

        private static final int LONGEST = 1000;

        public Failed {
            Objects.requireNonNull(failure, "failure");
            text = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
        }
    }
}
