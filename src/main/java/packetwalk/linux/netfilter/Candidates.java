package packetwalk.linux.netfilter;

/** Which rules of a chain one packet may match: those that it skips are sure not to. */
interface Candidates {

    /** All of them. */
    Candidates ALL = index -> index;

    /** The index of the first one at {@code index} or behind it; the chain's size or more if there is none. */
    int from(int index);
}
