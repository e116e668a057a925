package packetwalk.tools.iptables;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.UnknownMatch;
import packetwalk.linux.xtables.target.UnknownTarget;

/**
 * The extensions of iptables 1.8 for one family: those that the engine models, by subject in the classes joined here, and the
 * names of all others, whose options are kept as they come.
 */
final class Extensions {

    private static final Map<String, Syntax<? extends Match>> MATCHES_V4 = join(Stream.of(
            TransportMatches.ALL,
            PacketMatches.ALL,
            HostMatches.ALL,
            HeaderMatches.ALL,
            PayloadMatches.ALL,
            IpsecMatches.ALL,
            RareTransports.ALL,
            UnmodelledMatches.ALL,
            IpvsSyntax.ALL,
            ConnectionMatches.ALL,
            CountingMatches.ALL,
            BridgeMatches.ALL,
            SetExtensions.MATCHES));

    private static final Map<String, Syntax<? extends Target>> TARGETS_V4 = join(Stream.of(
            VerdictTargets.ALL,
            NatTargets.ALL,
            ConnectionTargets.ALL,
            MarkTargets.ALL,
            HeaderTargets.ALL,
            TcpTargets.ALL,
            ReportTargets.ALL,
            RateestSyntax.ALL,
            UnmodelledTargets.ALL,
            SetExtensions.TARGETS));

    /** What iptables alone has. */
    private static final Set<String> ONLY_V4 = Set.of("icmp ttl realm rpfilter ah policy ipvs TTL TPROXY".split(" "));

    static final Extensions IPV4 = new Extensions(
            MATCHES_V4,
            TARGETS_V4,
            Map.of(),
            Set.of("rateest"),
            Set.of("QUEUE CLUSTERIP HMARK SECMARK ULOG".split(" ")));

    static final Extensions IPV6 = new Extensions(
            ofIpv6(MATCHES_V4, Inet6Matches.ALL),
            ofIpv6(TARGETS_V4, Inet6Targets.ALL),
            Inet6Matches.ALIASES,
            Inet6Matches.UNMODELLED,
            union(Set.of("QUEUE HMARK SECMARK TPROXY".split(" ")), Inet6Targets.UNMODELLED));

    private final Map<String, Syntax<? extends Match>> matches;
    private final Map<String, Syntax<? extends Target>> targets;
    private final Map<String, String> aliases;
    private final Set<String> otherMatches;
    private final Set<String> otherTargets;

    private Extensions(
            Map<String, Syntax<? extends Match>> matches,
            Map<String, Syntax<? extends Target>> targets,
            Map<String, String> aliases,
            Set<String> otherMatches,
            Set<String> otherTargets) {
        this.matches = matches;
        this.targets = targets;
        this.aliases = aliases;
        this.otherMatches = otherMatches;
        this.otherTargets = otherTargets;
    }

    /** What both families have, with what IPv6 has of its own. */
    private static <T> Map<String, Syntax<? extends T>> ofIpv6(
            Map<String, Syntax<? extends T>> ofIpv4, Map<String, Syntax<? extends T>> own) {
        Map<String, Syntax<? extends T>> all = new HashMap<>(ofIpv4);
        all.keySet().removeAll(ONLY_V4);
        all.putAll(own);
        return all;
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    /** The name by which an extension is printed: {@code icmp6} for {@code icmpv6}. */
    String name(String typed) {
        return aliases.getOrDefault(typed, typed);
    }

    private static <T> Map<String, Syntax<? extends T>> join(
            Stream<? extends Map<String, ? extends Syntax<? extends T>>> parts) {
        Map<String, Syntax<? extends T>> all = new HashMap<>();
        parts.flatMap(part -> part.entrySet().stream()).forEach(each -> {
            if (all.put(each.getKey(), each.getValue()) != null) {
                throw new AssertionError("two classes say how " + each.getKey() + " is typed");
            }
        });
        return all;
    }

    boolean isMatch(String name) {
        return matches.containsKey(name) || otherMatches.contains(name);
    }

    boolean isTarget(String name) {
        return targets.containsKey(name) || otherTargets.contains(name);
    }

    /** How the match of that name is typed; null for one whose options are kept as they come. */
    @Nullable
    Syntax<?> match(String name) {
        return matches.get(name);
    }

    /** How the target of that name is typed; null for one whose options are kept as they come, and for a chain. */
    @Nullable
    Syntax<?> target(String name) {
        return targets.get(name);
    }

    /**
     * The match that {@code options} make.
     *
     * @throws IllegalArgumentException if iptables would refuse it
     */
    Match match(Options options) {
        Syntax<? extends Match> syntax = matches.get(options.name());
        return syntax == null ? unknownMatch(options) : syntax.read().apply(options);
    }

    /** What is not modelled, word by word. */
    static Match unknownMatch(Options options) {
        return new UnknownMatch(options.name(), "-m " + options.words());
    }

    /**
     * The target that {@code options} make.
     *
     * @throws IllegalArgumentException if iptables would refuse it
     */
    Target target(Options options) {
        Syntax<? extends Target> syntax = targets.get(options.name());
        return syntax == null ? unknownTarget(options) : syntax.read().apply(options);
    }

    /** What is not modelled, word by word. */
    static Target unknownTarget(Options options) {
        return new UnknownTarget(options.name(), "-j " + options.words());
    }
}
