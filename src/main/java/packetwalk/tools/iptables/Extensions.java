package packetwalk.tools.iptables;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.UnknownMatch;
import packetwalk.linux.xtables.target.UnknownTarget;

/**
 * The extensions of iptables 1.8 for IPv4: those that the engine models, by subject in the classes joined here, and the
 * names of all others, whose options are kept as they come.
 */
final class Extensions {

    private static final Map<String, Syntax<? extends Match>> MATCHES = join(Stream.of(
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

    private static final Map<String, Syntax<? extends Target>> TARGETS = join(Stream.of(
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

    private static final Set<String> OTHER_MATCHES = Set.of("rateest");

    private static final Set<String> OTHER_TARGETS = Set.of("QUEUE CLUSTERIP HMARK SECMARK ULOG".split(" "));

    private Extensions() {}

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

    static boolean isMatch(String name) {
        return MATCHES.containsKey(name) || OTHER_MATCHES.contains(name);
    }

    static boolean isTarget(String name) {
        return TARGETS.containsKey(name) || OTHER_TARGETS.contains(name);
    }

    /** How the match of that name is typed; null for one whose options are kept as they come. */
    static @Nullable Syntax<?> match(String name) {
        return MATCHES.get(name);
    }

    /** How the target of that name is typed; null for one whose options are kept as they come, and for a chain. */
    static @Nullable Syntax<?> target(String name) {
        return TARGETS.get(name);
    }

    /**
     * The match that {@code options} make.
     *
     * @throws IllegalArgumentException if iptables would refuse it
     */
    static Match match(Options options) {
        Syntax<? extends Match> syntax = MATCHES.get(options.name());
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
    static Target target(Options options) {
        Syntax<? extends Target> syntax = TARGETS.get(options.name());
        return syntax == null ? unknownTarget(options) : syntax.read().apply(options);
    }

    /** What is not modelled, word by word. */
    static Target unknownTarget(Options options) {
        return new UnknownTarget(options.name(), "-j " + options.words());
    }
}
