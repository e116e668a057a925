package packetwalk.linux.conntrack;

/** What connection tracking has met: {@code struct ip_conntrack_stat}, printed by {@code conntrack -S}. */
public final class ConntrackCounters {

    private long found;
    private long invalid;
    private long insert;
    private long insertFailed;
    private long drop;
    private long earlyDrop;
    private long clashResolve;

    void countFound() {
        found++;
    }

    void countInvalid() {
        invalid++;
    }

    void countInsert() {
        insert++;
    }

    /** A new connection's packet was dropped, since another connection has one of its tuples. */
    void countClash() {
        insertFailed++;
        drop++;
    }

    /** A new connection's packet went on, although another connection has one of its two tuples. */
    void countClashResolve() {
        clashResolve++;
    }

    void countDrop() {
        drop++;
    }

    void countEarlyDrop(int evicted) {
        earlyDrop += evicted;
    }

    /** As {@code conntrack -S} prints it for the one processor that there is. */
    @Override
    public String toString() {
        return "found=" + found + " invalid=" + invalid + " insert=" + insert + " insert_failed=" + insertFailed
                + " drop=" + drop + " early_drop=" + earlyDrop
                + " error=0 search_restart=0 clash_resolve=" + clashResolve + " chaintoolong=0";
    }
}
