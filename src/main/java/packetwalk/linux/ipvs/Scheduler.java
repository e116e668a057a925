package packetwalk.linux.ipvs;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Packet;

/**
 * Chooses the real server of a new connection: {@code struct ip_vs_scheduler}. What it remembers is its own, one for
 * each virtual server.
 */
abstract class Scheduler {

    /** What was chosen, and why in words; {@code server} null if there is none. */
    record Choice(@Nullable RealServer server, Supplier<String> why) {

        static final Choice NONE = new Choice(null, () -> "no destination available");

        static final Choice ALL_OVERLOADED =
                new Choice(null, () -> "no destination available: all destinations are overloaded");
    }

    /** All that there are. */
    static final String NAMES = "rr, wrr, lc, wlc, sed, nq, fo, ovf, sh, dh, mh, lblc, lblcr";

    /** The scheduler of that name; empty if there is none such. */
    static Optional<Scheduler> named(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "rr" -> new RoundRobin();
                    case "wrr" -> new WeightedRoundRobin();
                    case "lc" -> new LeastLoad(LeastLoad.Rule.LC);
                    case "wlc" -> new LeastLoad(LeastLoad.Rule.WLC);
                    case "sed" -> new LeastLoad(LeastLoad.Rule.SED);
                    case "nq" -> new LeastLoad(LeastLoad.Rule.NQ);
                    case "fo" -> new HighestWeight(false);
                    case "ovf" -> new HighestWeight(true);
                    case "sh" -> new SourceHash();
                    case "dh" -> new DestinationHash();
                    case "mh" -> new Maglev();
                    case "lblc", "lblcr" -> new UnknownScheduler(name);
                    default -> null;
                });
    }

    /** Whose packet it is, for schedulers that look at it. */
    abstract Choice schedule(VirtualServer service, Packet packet);

    /** The name of what is not modelled, where the scheduler is not; empty for all others. */
    String unknown() {
        return "";
    }

    /** It begins, with the real servers that there are: {@code init_service}. */
    void begin(VirtualServer service) {}

    /** {@code add_dest}. */
    void added(VirtualServer service) {
        begin(service);
    }

    /** {@code upd_dest}. */
    void edited(VirtualServer service) {
        begin(service);
    }

    /** {@code del_dest}, while the virtual server still has {@code server}. */
    void removing(VirtualServer service, RealServer server) {}

    /** {@code del_dest}, when it has gone. */
    void removed(VirtualServer service) {
        begin(service);
    }

    /** The first real server of {@code service} after {@code last}, which is null at the list's head. */
    static int after(List<RealServer> servers, @Nullable RealServer last) {
        return last == null ? 0 : servers.indexOf(last) + 1;
    }
}
