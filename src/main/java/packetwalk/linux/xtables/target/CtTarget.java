package packetwalk.linux.xtables.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Hook;
import packetwalk.linux.conntrack.Skb;
import packetwalk.linux.conntrack.Zone;
import packetwalk.linux.xtables.Action;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.Verdict;

/**
 * Says how a packet is to be tracked, before it is: {@code -j CT}, net/netfilter/xt_CT.c.
 *
 * @param notrack not at all
 * @param zone where its connection is looked for
 * @param zoneOfMark whether the zone's number is the packet's mark
 * @param helper who reads along for connections to come; empty for nobody. No helper is modelled
 * @param timeout a policy that was made elsewhere; empty for none. No policy is modelled
 * @param ctEvents what listeners hear of the connection, as it is typed; empty for all
 * @param expEvents what they hear of connections that helpers expect
 */
public record CtTarget(
        boolean notrack,
        Zone zone,
        boolean zoneOfMark,
        String helper,
        String timeout,
        List<String> ctEvents,
        List<String> expEvents)
        implements Target {

    public CtTarget {
        ctEvents = List.copyOf(ctEvents);
        expEvents = List.copyOf(expEvents);
    }

    @Override
    public @Nullable Verdict apply(Skb skb, Action action) {
        if (notrack) {
            skb.notrack();
        } else {
            skb.zone(zone, zoneOfMark);
        }
        return null;
    }

    @Override
    public Optional<String> unknown() {
        if (!helper.isEmpty()) {
            return Optional.of("-j CT --helper");
        }
        return timeout.isEmpty() ? Optional.empty() : Optional.of("-j CT --timeout");
    }

    @Override
    public String name() {
        return "CT";
    }

    /** What is not to be tracked needs no tracking. */
    @Override
    public boolean tracks() {
        return !notrack;
    }

    @Override
    public Set<Table> tables() {
        return Set.of(Table.RAW);
    }

    @Override
    public Set<Hook> hooks() {
        return Set.of(Hook.PREROUTING, Hook.OUTPUT);
    }

    /** {@code ct_print_v1()} and {@code ct_save_v1()}: they differ in what stands before each option. */
    private String options(String before) {
        return (notrack ? before + "notrack" : "")
                + (helper.isEmpty() ? "" : before + "helper " + helper)
                + (timeout.isEmpty() ? "" : before + "timeout " + timeout)
                + events(before + "ctevents ", ctEvents)
                + events(before + "expevents ", expEvents)
                + zone(before);
    }

    private static String events(String option, List<String> events) {
        return events.isEmpty() ? "" : option + String.join(",", events);
    }

    private String zone(String before) {
        if (!zoneOfMark && zone.id() == 0) {
            return "";
        }
        String option = zone.original() && zone.reply() ? "zone " : zone.original() ? "zone-orig " : "zone-reply ";
        return before + option + (zoneOfMark ? "mark" : zone.id());
    }

    @Override
    public String listed(boolean numeric) {
        return " CT" + options(" ");
    }

    @Override
    public String toString() {
        return "-j CT" + options(" --");
    }
}
