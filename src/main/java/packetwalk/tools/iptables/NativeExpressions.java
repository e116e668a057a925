package packetwalk.tools.iptables;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.match.TcpMatch;
import packetwalk.linux.xtables.match.UdpMatch;

/**
 * What iptables-nft makes of matches that nftables has expressions of its own for: it writes those instead, reads them
 * back, and so prints another rule than was typed. iptables/nft.c {@code add_nft_tcp()}, {@code add_nft_udp()}.
 */
final class NativeExpressions {

    private NativeExpressions() {}

    /** Adds a condition to those of a rule, in the form in which it would be read back. */
    static void add(List<Match> matches, Match match) {
        if (match instanceof TcpMatch tcp) {
            addTcp(matches, tcp);
        } else if (match instanceof UdpMatch udp) {
            addUdp(matches, udp);
        } else {
            matches.add(match);
        }
    }

    private static void addTcp(List<Match> matches, TcpMatch typed) {
        boolean asksNothing = typed.equals(new TcpMatch(null, null, null, null));
        if (typed.option() != null || asksNothing) {
            matches.add(typed); // the kernel's own xt_tcp does it
            return;
        }
        boolean flags = typed.flags() != null && !typed.flags().mask().isEmpty();
        TcpMatch match =
                new TcpMatch(translated(typed.sport()), translated(typed.dport()), null, flags ? typed.flags() : null);
        Optional<TcpMatch> earlier = matches.stream()
                .filter(TcpMatch.class::isInstance)
                .map(TcpMatch.class::cast)
                .filter(each -> each.option() == null && canJoin(each, match))
                .findFirst();
        if (earlier.isPresent()) {
            matches.set(matches.indexOf(earlier.get()), joined(earlier.get(), match));
        } else if (!match.equals(new TcpMatch(null, null, null, null))) {
            matches.add(match);
        }
    }

    /** Two native ones read back as one; of what both ask about, the real tool forgets one, and this does not. */
    private static boolean canJoin(TcpMatch one, TcpMatch other) {
        boolean asks = one.sport() != null || one.dport() != null || one.flags() != null;
        return asks
                && (one.sport() == null || other.sport() == null)
                && (one.dport() == null || other.dport() == null)
                && (one.flags() == null || other.flags() == null);
    }

    private static TcpMatch joined(TcpMatch one, TcpMatch other) {
        return new TcpMatch(
                one.sport() == null ? other.sport() : one.sport(),
                one.dport() == null ? other.dport() : one.dport(),
                null,
                one.flags() == null ? other.flags() : one.flags());
    }

    private static void addUdp(List<Match> matches, UdpMatch typed) {
        UdpMatch nothing = new UdpMatch(null, null);
        UdpMatch match = new UdpMatch(translated(typed.sport()), translated(typed.dport()));
        if (typed.equals(nothing)) {
            matches.add(typed);
            return;
        }
        Optional<UdpMatch> earlier = matches.stream()
                .filter(UdpMatch.class::isInstance)
                .map(UdpMatch.class::cast)
                .filter(each -> !each.equals(nothing)
                        && (each.sport() == null || match.sport() == null)
                        && (each.dport() == null || match.dport() == null))
                .findFirst();
        if (earlier.isPresent()) {
            UdpMatch other = earlier.get();
            matches.set(
                    matches.indexOf(other),
                    new UdpMatch(
                            other.sport() == null ? match.sport() : other.sport(),
                            other.dport() == null ? match.dport() : other.dport()));
        } else if (!match.equals(nothing)) {
            matches.add(match);
        }
    }

    /** "Not up to 80" is written as "from 81", and "no port at all" not at all, so that every packet matches. */
    private static @Nullable Range translated(@Nullable Range ports) {
        if (ports == null || !ports.negated() || ports.from() > 0) {
            return ports;
        }
        return ports.to() == 65535 ? null : ports.to() == 0 ? ports : new Range(ports.to() + 1, 65535, false);
    }
}
