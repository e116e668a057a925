package packetwalk.time;

/**
 * What decides where a rule leaves it to chance. A simulation throws its own; who wants to see every outcome, or a given
 * one, gives it others: {@link Simulation#dice(Dice)}.
 */
@FunctionalInterface
public interface Dice {

    /** A throw: 0 to 0x7fffffff, each as likely. The lower, the more comes to happen: at 0 everything that can. */
    int roll();
}
