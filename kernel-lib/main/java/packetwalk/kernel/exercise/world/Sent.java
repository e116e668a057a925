package packetwalk.kernel.exercise.world;

import java.util.ArrayList;
import java.util.List;
import packetwalk.trace.Load;
import packetwalk.trace.Walk;

/** What became of a prompt that sends: one walk, or many requests counted. */
public sealed interface Sent {

    /** Where it was typed. */
    String from();

    /** What was typed. */
    String command();

    /** What a learner compares, a line each. */
    List<String> lines();

    /** One action, each of its packets recorded. */
    record One(Walk walk) implements Sent {
        @Override
        public String from() {
            return walk.from();
        }

        @Override
        public String command() {
            return walk.command();
        }

        @Override
        public List<String> lines() {
            return Hops.of(walk);
        }
    }

    /** Many requests: who answered how often. */
    record Many(Load load) implements Sent {
        @Override
        public String from() {
            return load.from();
        }

        @Override
        public String command() {
            return load.command();
        }

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            lines.add(load.connections() == 1 ? "1 connection" : load.connections() + " connections");
            load.answers().forEach((who, count) -> lines.add(who + " answered " + count));
            load.failures().forEach((why, count) -> lines.add(count + " failed: " + why));
            return List.copyOf(lines);
        }
    }
}
