package packetwalk.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where steps go while somebody watches; one for a whole world, off unless a walk is being taken. */
public final class Trace {

    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private int lastPacket;
    private int lastNumber;
    private boolean on;

    /** Whether anybody watches: what costs is done only then. */
    public boolean on() {
        return on;
    }

    /** Begins a walk; packets are numbered from 1 again. */
    public void start() {
        steps.clear();
        numbers.clear();
        lastPacket = 0;
        lastNumber = 0;
        on = true;
    }

    /** Ends the walk and gives its steps in the order in which they happened. */
    public List<Step> stop() {
        on = false;
        return List.copyOf(steps);
    }

    void record(Step step) {
        steps.add(step);
    }

    /** The number in this walk of the packet with identity {@code packet}; 0 stays 0. */
    int number(int packet) {
        if (packet == lastPacket) {
            return lastNumber; // most steps are about the packet of the step before
        }
        Integer known = packet == 0 ? Integer.valueOf(0) : numbers.get(packet);
        if (known == null) {
            known = numbers.size() + 1;
            numbers.put(packet, known);
        }
        lastPacket = packet;
        lastNumber = known;
        return lastNumber;
    }
}
