package packetwalk.linux.conntrack;

/**
 * A table of connections within the table: what two networks with equal addresses need to be told apart. Linux
 * {@code struct nf_conntrack_zone}.
 *
 * @param id 0 to 65535; 0 is where everything is that no rule put elsewhere
 * @param original whether it holds for the first packet's direction
 * @param reply whether it holds for answers
 */
public record Zone(int id, boolean original, boolean reply) {

    /** Where everything is that no rule put elsewhere. */
    public static final Zone DEFAULT = new Zone(0, true, true);

    public Zone {
        if (id < 0 || id > 65535) {
            throw new IllegalArgumentException("zone " + id + " is out of range; use 0 to 65535");
        }
    }

    /** Its number in one direction: {@code nf_ct_zone_id()}. */
    public int in(boolean replyDirection) {
        return (replyDirection ? reply : original) ? id : 0;
    }

    /** How {@code conntrack -L} prints it for both directions at once; empty if there is nothing to print. */
    public String both() {
        return id != 0 && original && reply ? " zone=" + id : "";
    }

    /** How {@code conntrack -L} prints it behind one direction's tuple. */
    public String oneWay(boolean replyDirection) {
        boolean only = replyDirection ? reply && !original : original && !reply;
        return id != 0 && only ? (replyDirection ? " zone-reply=" : " zone-orig=") + id : "";
    }
}
