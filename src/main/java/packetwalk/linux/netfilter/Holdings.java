package packetwalk.linux.netfilter;

import java.util.ArrayList;
import java.util.List;
import packetwalk.linux.xtables.Holding;
import packetwalk.linux.xtables.Surroundings;

/** What the rules of one namespace hold there: its lists of addresses, its accounting objects. */
final class Holdings {

    private final Surroundings host;
    private final List<Holding> held = new ArrayList<>();

    Holdings(Surroundings host) {
        this.host = host;
    }

    /** A rule has come. */
    void add(List<Holding> more) {
        more.forEach(each -> each.take(host));
        held.addAll(more);
    }

    /** The rules are others now. */
    void exchange(List<Holding> now) {
        List<Holding> before = List.copyOf(held);
        held.clear();
        // the new ones first, as nf_tables commits: what both name stays
        add(now);
        before.forEach(each -> each.release(host));
    }
}
