package packetwalk.linux.xtables;

import packetwalk.time.Simulation;

/** Time as kernel modules count it that need no finer one: include/linux/jiffies.h. */
public final class Jiffies {

    /** Ticks in a second: {@code CONFIG_HZ} of Debian's kernels. */
    public static final int HZ = 250;

    /** The kernel starts counting five minutes before 32 bits overflow, so that whoever cannot bear it is found early. */
    private static final long INITIAL = (-300L * HZ) & 0xffff_ffffL;

    private static final long NANOS = 1_000_000_000L / HZ;

    private Jiffies() {}

    /** The tick that it is. */
    public static long now(Simulation simulation) {
        return INITIAL + simulation.now() / NANOS;
    }
}
