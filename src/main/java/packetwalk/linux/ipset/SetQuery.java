package packetwalk.linux.ipset;

/**
 * How a rule asks a set: {@code struct ip_set_adt_opt}.
 *
 * @param returnNomatch whether an exception is what is looked for
 * @param updateCounters whether the packet is counted by the entry that is found
 * @param updateSubcounters whether it is counted by the entry of a set within this one, too
 * @param packets what the entry's counter must be
 * @param bytes likewise
 */
public record SetQuery(
        boolean returnNomatch, boolean updateCounters, boolean updateSubcounters, Counter packets, Counter bytes) {

    /** What is asked of a counter. */
    public enum Op {
        ANY,
        EQ,
        NE,
        LT,
        GT
    }

    /** A condition on a counter, a number without sign. */
    public record Counter(Op op, long value) {

        public static final Counter ANY = new Counter(Op.ANY, 0);

        boolean holds(long counter) {
            int compared = Long.compareUnsigned(counter, value);
            return switch (op) {
                case ANY -> true;
                case EQ -> compared == 0;
                case NE -> compared != 0;
                case LT -> compared < 0;
                case GT -> compared > 0;
            };
        }

        /** {@code --packets-gt 5}, with a blank before it; empty where anything goes. */
        public String option(String name) {
            return switch (op) {
                case ANY -> "";
                case NE -> " ! " + name + "-eq " + Long.toUnsignedString(value);
                case EQ -> " " + name + "-eq " + Long.toUnsignedString(value);
                case LT -> " " + name + "-lt " + Long.toUnsignedString(value);
                case GT -> " " + name + "-gt " + Long.toUnsignedString(value);
            };
        }
    }

    public static final SetQuery PLAIN = new SetQuery(false, true, true, Counter.ANY, Counter.ANY);

    /** Who only looks, and is not counted. */
    static final SetQuery LOOK = new SetQuery(false, false, false, Counter.ANY, Counter.ANY);

    /** How a set within a set is asked: {@code list_set_ktest()} does not look at its counters. */
    SetQuery ofMember() {
        return new SetQuery(
                returnNomatch, updateCounters && updateSubcounters, updateSubcounters, Counter.ANY, Counter.ANY);
    }
}
