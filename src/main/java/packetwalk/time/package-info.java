/**
 * Virtual time and chance: {@link packetwalk.time.Simulation} is the only clock, event queue and random source.
 *
 * <p>Devices {@code carry} packets, protocols set timers with {@code after}, and a person lets time {@code advance}.
 * Nothing else in the simulator waits, spawns or draws lots. Left out: threads and the wall clock, on purpose.
 */
@NullMarked
package packetwalk.time;

import org.jspecify.annotations.NullMarked;
