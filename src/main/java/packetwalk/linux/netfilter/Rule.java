package packetwalk.linux.netfilter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
        return target.filter(Target.Unknown.class::isInstance).map(strange -> "-j " + ((Target.Unknown) strange).name());
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
        return matches.stream().anyMatch(Match.ConnectionState.class::isInstance)
                || target.filter(Target::translates).isPresent();
    }

    /** As {@code iptables-save} prints it, without {@code -A CHAIN}. */
    @Override
    public String toString() {
        String conditions = matches.stream().map(Match::toString).collect(Collectors.joining(" "));
        String action = target.map(Target::toString).orElse("");
        return conditions.isEmpty() || action.isEmpty() ? conditions + action : conditions + " " + action;
    }
}
