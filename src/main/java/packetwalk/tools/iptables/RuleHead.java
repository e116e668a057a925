package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.AddressMatch;
import packetwalk.linux.xtables.match.AddressesMatch;
import packetwalk.linux.xtables.match.FragmentMatch;
import packetwalk.linux.xtables.match.InterfaceMatch;
import packetwalk.linux.xtables.match.ProtocolMatch;
import packetwalk.net.Protocol;
import packetwalk.tools.line.Words;

/**
 * What any rule can have without an extension: addresses, devices, protocol, fragments; Linux {@code struct ipt_ip}.
 *
 * <p>Each part is given once, in any order; in print they have an order of their own.
 */
final class RuleHead {

    private static final Set<String> WITHOUT_IN = Set.of("OUTPUT", "POSTROUTING");
    private static final Set<String> WITHOUT_OUT = Set.of("INPUT", "PREROUTING");

    /** Stands for an address that was not given. */
    private static final List<Match> ANY = List.of(new AddressMatch(Side.SRC, 0, 0, false));

    /** The long options of iptables itself: iptables/xtables.c {@code original_opts}. */
    private static final List<String> LONG = List.of(
            ("append delete check insert replace list list-rules flush zero new-chain delete-chain rename-chain policy"
                            + " source destination src dst protocol in-interface jump table match numeric out-interface"
                            + " verbose wait wait-interval exact fragments version help line-numbers modprobe"
                            + " set-counters goto ipv4 ipv6")
                    .split(" "));

    private final String chain;
    private final Afinfo family;
    private @Nullable List<Match> src;
    private @Nullable List<Match> dst;
    private @Nullable List<Match> fragment;
    private @Nullable List<Match> in;
    private @Nullable List<Match> out;
    private @Nullable List<Match> protocol;

    RuleHead(String chain, Afinfo family) {
        this.chain = chain;
        this.family = family;
    }

    /** An option of iptables' own in full, if {@code option} is one cut short, as getopt_long(3) allows; else itself. */
    static String inFull(String option) {
        if (!option.startsWith("--") || option.length() < 3) {
            return option;
        }
        String name = option.substring(2);
        String longer = null;
        for (String each : LONG) {
            if (each.equals(name)) {
                return option;
            }
            if (each.startsWith(name)) {
                if (longer != null) {
                    return option;
                }
                longer = each;
            }
        }
        return longer == null ? option : "--" + longer;
    }

    /**
     * Takes an option and its value, if it is one of these.
     *
     * @return whether it was
     */
    boolean take(String option, boolean negated, Words words) {
        switch (option) {
            case "-s", "--source", "--src" -> src = once(option, src, addresses(Side.SRC, negated, words));
            case "-d", "--destination", "--dst" -> dst = once(option, dst, addresses(Side.DST, negated, words));
            case "-i", "--in-interface" -> in = once(option, in, device(true, negated, words));
            case "-o", "--out-interface" -> out = once(option, out, device(false, negated, words));
            case "-p", "--protocol" -> protocol = once(option, protocol, protocol(negated, words));
            case "-f", "--fragments" -> fragment = once(option, fragment, List.of(fragments(negated)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Match fragments(boolean negated) {
        if (family != Afinfo.IPV4) {
            throw new IllegalArgumentException("`-f' is not supported in IPv6, use -m frag instead");
        }
        return new FragmentMatch(negated);
    }

    private static List<Match> once(String option, @Nullable List<Match> before, List<Match> given) {
        if (before != null) {
            throw new IllegalArgumentException("multiple " + option + " flags not allowed; leave one out");
        }
        return given;
    }

    private List<Match> addresses(Side side, boolean negated, Words words) {
        String text = words.next("an address");
        if (text.indexOf(',') < 0) {
            return List.of(address(side, negated, text));
        }
        if (negated) {
            throw new IllegalArgumentException(
                    "! not allowed with multiple source or destination addresses; write one rule for each");
        }
        List<Match> matches = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            matches.add(address(side, false, each));
        }
        return matches;
    }

    private AddressesMatch address(Side side, boolean negated, String text) {
        AddressesMatch match = family.addresses(side, text, negated);
        if (negated && match.any()) {
            throw new IllegalArgumentException(
                    "\"" + match + "\" would match no packet (Invalid argument); leave the rule out");
        }
        return match;
    }

    private List<Match> device(boolean incoming, boolean negated, Words words) {
        String name = words.next("a device");
        if ((incoming ? WITHOUT_IN : WITHOUT_OUT).contains(chain)) {
            throw new IllegalArgumentException("Can't use " + (incoming ? "-i" : "-o") + " with " + chain
                    + "; the packet has no such device there");
        }
        if (name.isEmpty() || name.length() > 15 || name.startsWith("-")) {
            throw new IllegalArgumentException("interface name `" + name
                    + "' must have 1 to 15 characters (IFNAMSIZ); a + at its end stands for any ending");
        }
        return name.equals("+") && !negated ? List.of() : List.of(new InterfaceMatch(incoming, name, negated));
    }

    private static List<Match> protocol(boolean negated, Words words) {
        String name = words.next("a protocol");
        Protocol number = RuleValues.protocol(name);
        if (number.number() > 0) {
            return List.of(new ProtocolMatch(number, negated));
        }
        if (negated) {
            throw new IllegalArgumentException("rule would never match protocol; leave ! -p " + name + " out");
        }
        return List.of();
    }

    /** What {@code -p} says, be it negated; empty if it says nothing. */
    Optional<ProtocolMatch> only() {
        return protocol != null && !protocol.isEmpty() && protocol.get(0) instanceof ProtocolMatch is
                ? Optional.of(is)
                : Optional.empty();
    }

    /** One rule for each pair of a source and a destination, each with {@code tail} behind. */
    List<Rule> rules(List<Match> tail, Optional<Target> target) {
        List<Rule> rules = new ArrayList<>(1);
        for (Match from : alternatives(src)) {
            for (Match to : alternatives(dst)) {
                List<Match> matches = new ArrayList<>(6 + tail.size());
                addUnlessAny(matches, from);
                addUnlessAny(matches, to);
                add(matches, fragment);
                add(matches, in);
                add(matches, out);
                add(matches, protocol);
                matches.addAll(tail);
                rules.add(new Rule(matches, target));
            }
        }
        return rules;
    }

    private static List<Match> alternatives(@Nullable List<Match> addresses) {
        return addresses == null ? ANY : addresses;
    }

    private static void addUnlessAny(List<Match> matches, Match address) {
        boolean any = address instanceof AddressesMatch is && is.any();
        if (!any) {
            matches.add(address);
        }
    }

    private static void add(List<Match> matches, @Nullable List<Match> part) {
        if (part != null) {
            matches.addAll(part);
        }
    }
}
