package packetwalk.linux.xtables.match;

import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Side;

/** Whether the packet comes from, or goes to, certain addresses: {@code -s} and {@code -d}, of either family. */
public interface AddressesMatch extends Match {

    Side side();

    boolean negated();

    /** Whether every address is one of them. */
    boolean any();

    /** {@code 10.0.1.0/24}; a mask with holes is written out. */
    String addresses();
}
