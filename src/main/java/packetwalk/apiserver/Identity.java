package packetwalk.apiserver;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;
import packetwalk.time.Simulation;

/** What the server gives each object: a uid, a generated name, the time. The same seed gives the same. */
final class Identity {

    /** No vowels and nothing that looks like another: k8s.io/apimachinery/pkg/util/rand. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST_BASE = 63 - SUFFIX_LENGTH;

    private final Simulation simulation;

    Identity(Simulation simulation) {
        this.simulation = simulation;
    }

    Instant now() {
        return simulation.date();
    }

    /** Seconds are all that {@code metav1.Time} keeps. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A version 4 UUID, from the simulation's dice. */
    String uid() {
        Random random = simulation.random();
        long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** {@code generateName} and five letters. */
    String name(String base) {
        StringBuilder name = new StringBuilder(base.length() > LONGEST_BASE ? base.substring(0, LONGEST_BASE) : base);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(ALPHABET.charAt(simulation.random().nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
