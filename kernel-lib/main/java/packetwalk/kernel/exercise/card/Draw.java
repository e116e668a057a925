package packetwalk.kernel.exercise.card;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.InterfaceAddress;

/** How one thing varies. */
public sealed interface Draw {

    /**
     * One value.
     *
     * @param turn whose turn it is: each of a check's situations has another, from 0
     * @param drawn what was drawn before, by name
     * @return a text, a whole number, or a list of such
     */
    Object from(Random dice, int turn, Map<String, Object> drawn);

    /** A whole number, both ends included: {@code 8000..8999}. */
    record Range(int low, int high) implements Draw {

        private static final Pattern FORM = Pattern.compile("(-?\\d+)\\.\\.(-?\\d+)");

        public Range {
            if (low > high) {
                throw new IllegalArgumentException(
                        "range " + low + ".." + high + " is empty; put the smaller number first");
            }
        }

        static boolean isOne(String text) {
            return FORM.matcher(text.strip()).matches();
        }

        static Range parse(String text) {
            Matcher matcher = FORM.matcher(text.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("\"" + text + "\" is no range; write it as 2..7");
            }
            return new Range(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        }

        @Override
        public Integer from(Random dice, int turn, Map<String, Object> drawn) {
            return low + dice.nextInt(high - low + 1);
        }
    }

    /** One of several: {@code [web, shop, api]}. */
    record Choice(List<Draw> of) implements Draw {

        public Choice {
            of = List.copyOf(of);
        }

        @Override
        public Object from(Random dice, int turn, Map<String, Object> drawn) {
            return of.get(dice.nextInt(of.size())).from(dice, turn, drawn);
        }
    }

    /** A text whose holes name what was drawn before, or draw: {@code 10.${net}.${0..3}.2}, {@code ${port + 1}}, {@code ${a|b}}. */
    record Text(String text) implements Draw {

        @Override
        public Object from(Random dice, int turn, Map<String, Object> drawn) {
            return Template.fill(text, hole -> fill(hole, dice, turn, drawn));
        }

        private static String fill(String hole, Random dice, int turn, Map<String, Object> drawn) {
            if (Range.isOne(hole)) {
                return Range.parse(hole).from(dice, turn, drawn).toString();
            }
            if (hole.contains("|")) {
                String[] words = hole.split("\\|");
                return words[dice.nextInt(words.length)].strip();
            }
            Object value = drawn.get(hole);
            if (value != null) {
                return value.toString();
            }
            return Template.sum(hole, name -> Optional.ofNullable(drawn.get(name)))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "${" + hole + "} was not drawn before; there is " + drawn.keySet()));
        }
    }

    /** A network: what the text says, host bits cleared. */
    record Network(Text of) implements Draw {
        @Override
        public Object from(Random dice, int turn, Map<String, Object> drawn) {
            return InterfaceAddress.parse(of.from(dice, turn, drawn).toString())
                    .network()
                    .toString();
        }
    }

    /** So many, no two alike. */
    record Several(Draw count, Draw of) implements Draw {

        private static final int TRIES = 1000;

        @Override
        public Object from(Random dice, int turn, Map<String, Object> drawn) {
            int wanted = Integer.parseInt(count.from(dice, turn, drawn).toString());
            List<Object> values = new ArrayList<>();
            for (int tries = 0; values.size() < wanted; tries++) {
                if (tries == TRIES) {
                    throw new IllegalArgumentException("there are not " + wanted + " different ones of " + of);
                }
                Object value = of.from(dice, turn, drawn);
                if (!values.contains(value)) {
                    values.add(value);
                }
            }
            return Collections.unmodifiableList(values);
        }
    }

    /**
     * Each of several in another of a check's situations, as often as the others: {@code inTurn: [Local, Cluster]}. What an answer has to tell apart is
     * asked for certain then, and not if the dice will.
     */
    record InTurn(List<Draw> of) implements Draw {

        public InTurn {
            of = List.copyOf(of);
        }

        @Override
        public Object from(Random dice, int turn, Map<String, Object> drawn) {
            return of.get(turn % of.size()).from(dice, turn, drawn);
        }
    }

    /** All of a list, in its order. */
    record Listed(List<Draw> of) implements Draw {

        public Listed {
            of = List.copyOf(of);
        }

        @Override
        public Object from(Random dice, int turn, Map<String, Object> drawn) {
            return of.stream().map(each -> each.from(dice, turn, drawn)).toList();
        }
    }

    /** All of a list, in some order. */
    record Shuffled(List<Draw> of) implements Draw {

        public Shuffled {
            of = List.copyOf(of);
        }

        @Override
        public Object from(Random dice, int turn, Map<String, Object> drawn) {
            List<Object> values = new ArrayList<>();
            of.forEach(each -> values.add(each.from(dice, turn, drawn)));
            Collections.shuffle(values, dice);
            return Collections.unmodifiableList(values);
        }
    }
}
