package packetwalk.linux.xtables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.Skb;
import packetwalk.trace.Unchanging;

/**
 * One rule: if all conditions hold, the target. Immutable but for what its conditions remember ({@link #installed}).
 *
 * <p>Two rules are equal if they say the same.
 */
public final class Rule implements Unchanging {

    private final List<Match> matches;
    private final @Nullable Target target;
    private final List<Holding> holdings;

    /** The conditions that can be asked; the others are not modelled. */
    private final Match[] asked;

    private final Optional<String> unknown;
    private @Nullable String text;

    /**
     * A rule.
     *
     * @param matches in the order in which {@code iptables-save} prints them
     * @param target empty for a rule that only counts
     */
    public Rule(List<Match> matches, Optional<Target> target) {
        this.matches = List.copyOf(matches);
        this.target = target.orElse(null);
        this.holdings = holdings(matches, this.target);
        this.asked = asked(matches);
        this.unknown = unknown(matches, this.target);
    }

    private static Match[] asked(List<Match> matches) {
        Match[] asked = new Match[matches.size()];
        int count = 0;
        for (Match match : matches) {
            if (match.unknown().isEmpty()) {
                asked[count++] = match;
            }
        }
        return count == asked.length ? asked : Arrays.copyOf(asked, count);
    }

    private static Optional<String> unknown(List<Match> matches, @Nullable Target target) {
        for (Match match : matches) {
            if (match.unknown().isPresent()) {
                return match.unknown();
            }
        }
        return target == null ? Optional.empty() : target.unknown();
    }

    /** Most rules have none, and files have very many rules. */
    private static List<Holding> holdings(List<Match> matches, @Nullable Target target) {
        List<Holding> found = null;
        for (Match match : matches) {
            if (match instanceof Holding each) {
                found = found == null ? new ArrayList<>(1) : found;
                found.add(each);
            }
        }
        if (target instanceof Holding each) {
            found = found == null ? new ArrayList<>(1) : found;
            found.add(each);
        }
        return found == null ? List.of() : List.copyOf(found);
    }

    /** Its conditions, in the order in which {@code iptables-save} prints them. */
    public List<Match> matches() {
        return matches;
    }

    /** What it does; empty for a rule that only counts. */
    public Optional<Target> target() {
        return Optional.ofNullable(target);
    }

    /** What a chain keeps of it: this rule itself, unless some condition needs a memory of its own. */
    public Rule installed() {
        for (Match match : matches) {
            if (match.installed() != match) {
                return new Rule(matches.stream().map(Match::installed).toList(), target());
            }
        }
        return this;
    }

    /** Name of the first condition, or of the target, that the engine does not model; empty if it knows all. */
    public Optional<String> unknown() {
        return unknown;
    }

    /** Those of its conditions and its target that hold something of their namespace. */
    public List<Holding> holdings() {
        return holdings;
    }

    /** The first modelled condition that does not hold; empty if all do, or if one that remembers would have to be asked. */
    public Optional<Match> firstMiss(Skb skb, Surroundings host) {
        for (Match match : matches) {
            if (match.remembers()) {
                return Optional.empty();
            }
            if (match.unknown().isEmpty() && !match.matches(skb, host)) {
                return Optional.of(match);
            }
        }
        return Optional.empty();
    }

    /** Whether all modelled conditions hold, asked in order until one does not. */
    public boolean matches(Skb skb, Surroundings host) {
        for (Match match : asked) {
            if (!match.matches(skb, host)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it can only work with connection tracking on: Linux {@code nf_ct_netns_get()} at rule load. */
    public boolean tracks() {
        return (target != null && target.tracks()) || matches.stream().anyMatch(Match::tracks);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rule rule && rule.matches.equals(matches) && Objects.equals(rule.target, target);
    }

    @Override
    public int hashCode() {
        return Objects.hash(matches, target);
    }

    /** As {@code iptables-save} prints it, without {@code -A CHAIN}. */
    @Override
    public String toString() {
        if (text == null) {
            StringJoiner words = new StringJoiner(" ");
            matches.forEach(match -> words.add(match.toString()));
            target().ifPresent(action -> words.add(action.toString()));
            text = words.toString();
        }
        return text;
    }
}
