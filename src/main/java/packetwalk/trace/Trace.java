package packetwalk.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where steps go while somebody watches, and frames while somebody captures; one for a whole world, off unless a walk is
 * being taken or a capture stands.
 */
public final class Trace {

    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private int lastPacket;
    private int lastNumber;
    private final List<String> keys = new ArrayList<>();
    private List<Tap> taps = List.of();
    private boolean on;

    /** Whether anybody watches: what costs is done only then. */
    public boolean on() {
        return on;
    }

    /** Begins a walk; packets are numbered from 1 again. */
    public void start() {
        steps.clear();
        numbers.clear();
        keys.clear();
        lastPacket = 0;
        lastNumber = 0;
        on = true;
    }

    /** Ends the walk and gives its steps in the order in which they happened. */
    public List<Step> stop() {
        on = false;
        return List.copyOf(steps);
    }

    /** The keys of TLS sessions that were agreed on during the walk, lines as {@code SSLKEYLOGFILE} has them. */
    public List<String> keys() {
        return List.copyOf(keys);
    }

    /** Shows {@code tap} every frame at every device from now on: Linux' {@code dev_add_pack()} for {@code ETH_P_ALL}. */
    public void tap(Tap tap) {
        List<Tap> more = new ArrayList<>(taps);
        more.add(tap);
        taps = List.copyOf(more);
    }

    /** Shows it no more; does nothing if it was not shown any. */
    public void untap(Tap tap) {
        taps = taps.stream().filter(each -> each != tap).toList();
    }

    /** Whether somebody captures: what costs is done only then. */
    boolean tapped() {
        return !taps.isEmpty();
    }

    void show(Captured captured) {
        taps.forEach(tap -> tap.saw(captured));
    }

    /** Two ends agreed on the keys of a session. */
    void log(Supplier<String> line) {
        if (on) {
            keys.add(line.get());
        }
        if (tapped()) {
            String text = line.get();
            taps.forEach(tap -> tap.logged(text));
        }
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
