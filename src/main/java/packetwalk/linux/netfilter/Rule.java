package packetwalk.linux.netfilter;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One rule: if all conditions hold, the target. Immutable, and so shared by every host that has it.
 *
 * @param matches in the order in which {@code iptables-save} prints them
 * @param target empty for a rule that only counts
 */
public record Rule(List<Match> matches, Optional<Target> target) {

    public Rule {
        matches = List.copyOf(matches);
    }

    /** The first condition that the engine does not model; empty if it knows all. */
    Optional<String> unknown() {
        for (Match match : matches) {
            if (match instanceof Match.Unknown strange) {
                return Optional.of("-m " + strange.name());
            }
        }
        return target.filter(Target.Unknown.class::isInstance)
                .map(strange -> "-j " + ((Target.Unknown) strange).name());
    }

    /** The first modelled condition that does not hold; empty if all of them do. */
    Optional<Match> firstMiss(Skb skb, Surroundings host) {
        for (Match match : matches) {
            if (!(match instanceof Match.Unknown) && !match.matches(skb, host)) {
                return Optional.of(match);
            }
        }
        return Optional.empty();
    }

    boolean matches(Skb skb, Surroundings host) {
        for (Match match : matches) {
            if (!(match instanceof Match.Unknown) && !match.matches(skb, host)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it can only work with connection tracking on: Linux {@code nf_ct_netns_get} at rule load. */
    boolean needsConntrack() {
        return matches.stream().anyMatch(Rule::asksForConnection)
                || target.filter(Target::translates).isPresent();
    }

    private static boolean asksForConnection(Match match) {
        return match instanceof Match.ConnectionState || match instanceof Match.State;
    }

    /** As {@code iptables-save} prints it, without {@code -A CHAIN}. */
    @Override
    public String toString() {
        StringJoiner words = new StringJoiner(" ");
        Match previous = null;
        for (Match match : matches) {
            // source and destination of one -m tcp share it
            words.add(previous != null && share(previous, match) ? withoutExtension(match) : match.toString());
            previous = match;
        }
        target.ifPresent(action -> words.add(action.toString()));
        return words.toString();
    }

    private static boolean share(Match first, Match second) {
        if (first instanceof Match.AddressType a && second instanceof Match.AddressType b) {
            return a.side().compareTo(b.side()) < 0;
        }
        boolean same = withExtension(first).equals(withExtension(second));
        return same && place(first) >= 0 && place(first) < place(second);
    }

    /** Where an option of {@code -m tcp} or {@code -m udp} stands behind it; -1 for all others. */
    private static int place(Match match) {
        if (match instanceof Match.Port port) {
            return port.side() == Match.Side.SRC ? 0 : 1;
        }
        return match instanceof Match.TcpFlags ? 2 : -1;
    }

    private static String withExtension(Match match) {
        return match instanceof Match.Port port
                ? port.protocol().toString()
                : match instanceof Match.TcpFlags ? "tcp" : "";
    }

    private static String withoutExtension(Match match) {
        return match.toString().replaceFirst("^-m [a-z]+ ", "");
    }
}
