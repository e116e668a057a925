package packetwalk.linux.conntrack;

/** What is known of a connection: linux/netfilter/nf_conntrack_common.h {@code enum ip_conntrack_status}. */
public enum CtStatus {
    /** A helper said that it would come; no helper is modelled, so no connection has it. */
    EXPECTED(0),
    /** Something came back. */
    SEEN_REPLY(1),
    /** It is worth keeping when the table is full. */
    ASSURED(2),
    /** Its first packet got through, and so the table holds it. */
    CONFIRMED(3),
    /** Its source is rewritten. */
    SRC_NAT(4),
    /** Its destination is rewritten. */
    DST_NAT(5),
    /** It is decided, once and for all, whether its source is rewritten. */
    SRC_NAT_DONE(7),
    /** It is decided, once and for all, whether its destination is rewritten. */
    DST_NAT_DONE(8),
    /** It has been taken out of the table. */
    DYING(9),
    /** No packet puts its end off. */
    FIXED_TIMEOUT(10),
    /** Another connection has its original tuple, and only answers find this one. */
    NAT_CLASH(12);

    private final int bit;

    CtStatus(int number) {
        this.bit = 1 << number;
    }

    /** Its bit in the word that the kernel keeps. */
    public int bit() {
        return bit;
    }
}
