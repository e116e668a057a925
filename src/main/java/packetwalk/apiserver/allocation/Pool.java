package packetwalk.apiserver.allocation;

import java.util.BitSet;
import java.util.OptionalInt;
import packetwalk.time.Simulation;

/**
 * Numbers 0 up to a size, given out by name or by chance. Chance keeps to the upper band while it lasts, so that who asks
 * for a number in the lower one seldom finds it taken.
 *
 * @see <a href="https://github.com/kubernetes/enhancements/issues/3070">KEP-3070</a> and KEP-3668
 */
final class Pool {
    private final int size;
    private final int band;
    private final Simulation simulation;
    private final BitSet taken = new BitSet();

    /** A pool whose first {@code band} numbers are left for those who ask for them. */
    Pool(int size, int band, Simulation simulation) {
        this.size = size;
        this.band = band;
        this.simulation = simulation;
    }

    /** {@code min(max(16, size/step), most)}, or nothing of a range that is itself no larger than 16. */
    static int band(long size, int step, int most) {
        return size <= 16 ? 0 : (int) Math.min(Math.max(16, size / step), most);
    }

    /** Takes a number; false if it is taken. */
    boolean take(int number) {
        if (taken.get(number)) {
            return false;
        }
        taken.set(number);
        return true;
    }

    /** Takes any free number; empty if there is none. */
    OptionalInt takeAny() {
        OptionalInt found = free(band, size);
        if (found.isEmpty() && band > 0) {
            found = free(0, band);
        }
        found.ifPresent(taken::set);
        return found;
    }

    void giveBack(int number) {
        taken.clear(number);
    }

    /** From a random place upwards, then from the beginning. */
    private OptionalInt free(int from, int to) {
        if (to <= from) {
            return OptionalInt.empty();
        }
        int start = from + simulation.random().nextInt(to - from);
        int found = taken.nextClearBit(start);
        if (found >= to) {
            found = taken.nextClearBit(from);
        }
        return found < to ? OptionalInt.of(found) : OptionalInt.empty();
    }
}
