package packetwalk.linux.ipvs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Packet;

/**
 * One after the other, the heavier ones more often: net/netfilter/ipvs/ip_vs_wrr.c.
 *
 * <p>It goes around the list with a weight that who is to be chosen must have: the greatest at first, less by the
 * weights' greatest common divisor each time around.
 */
final class WeightedRoundRobin extends Scheduler {

    /** Who was chosen last; null at the head of the list. */
    private @Nullable RealServer last;

    private int required;
    private int greatest;
    private int step = 1;
    private boolean begun;

    @Override
    void begin(VirtualServer service) {
        last = null;
        step = commonDivisor(service.servers());
        greatest = service.servers().stream().mapToInt(RealServer::weight).max().orElse(0) - (step - 1);
        if (!begun || required > greatest || required == 0) {
            required = greatest;
        } else if (step > 1) {
            required = required / step * step + 1;
        }
        begun = true;
    }

    private static int commonDivisor(List<RealServer> servers) {
        int common = 0;
        for (RealServer each : servers) {
            if (each.weight() > 0) {
                common = common == 0 ? each.weight() : gcd(each.weight(), common);
            }
        }
        return common == 0 ? 1 : common;
    }

    static int gcd(int one, int other) {
        int a = one;
        int b = other;
        while (b != 0) {
            int rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    /** {@code ip_vs_wrr_schedule()}. */
    @Override
    Choice schedule(VirtualServer service, Packet packet) {
        if (greatest == 0) {
            return Choice.NONE;
        }
        List<RealServer> servers = service.servers();
        int from = after(servers, last) - 1;
        int stop = servers.size();
        boolean lastPass = false;
        boolean restarted = false;
        int i = from;
        while (true) {
            for (i++; i < servers.size(); i++) {
                RealServer each = servers.get(i);
                if (!each.overloaded() && each.weight() >= required) {
                    last = each;
                    int bound = required;
                    return new Choice(each, () -> "next in the list with a weight of at least " + bound);
                }
                if (i == stop) {
                    last = each;
                    return Choice.ALL_OVERLOADED;
                }
            }
            i = -1;
            required -= step;
            if (required <= 0) {
                required = greatest;
                // all of them were asked for a weight of 1, and none would do
                if (lastPass || from < 0) {
                    last = null;
                    return Choice.ALL_OVERLOADED;
                }
                restarted = true;
            }
            lastPass = required <= step;
            if (lastPass && restarted && from >= 0) {
                stop = from;
            }
        }
    }
}
