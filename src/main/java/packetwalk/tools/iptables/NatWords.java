package packetwalk.tools.iptables;

import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.NatKind;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.ProtocolMatch;
import packetwalk.linux.xtables.target.MasqueradeTarget;
import packetwalk.linux.xtables.target.NatTarget;
import packetwalk.linux.xtables.target.RedirectTarget;
import packetwalk.net.Protocol;

/** What targets that rewrite addresses have in common in both families: extensions/libxt_NAT.c. */
abstract class NatWords {

    private static final String RANDOM = " random 0";
    private static final String FULLY = " random-fully 0";
    private static final String PERSISTENT = " persistent 0";

    private final Set<Protocol> withPorts;

    /** {@code withPorts}: protocols that a port may be given for. */
    NatWords(Set<Protocol> withPorts) {
        this.withPorts = withPorts;
    }

    /** Reads addresses, with or without ports, as the family writes them. */
    abstract NatRange range(Options options, String option);

    Syntax<Target> snat() {
        return Syntax.of(
                "to-source 1" + RANDOM + FULLY + PERSISTENT,
                options -> new NatTarget(NatKind.SNAT, range(options, "--to-source")));
    }

    Syntax<Target> dnat() {
        return Syntax.of(
                "to-destination 1" + RANDOM + PERSISTENT,
                options -> new NatTarget(NatKind.DNAT, range(options, "--to-destination")));
    }

    Syntax<Target> masquerade() {
        return Syntax.of("to-ports 1" + RANDOM + FULLY, options -> new MasqueradeTarget(onlyPorts(options)));
    }

    Syntax<Target> redirect() {
        return Syntax.of("to-ports 1" + RANDOM, options -> new RedirectTarget(onlyPorts(options)));
    }

    NatRange.Choice choice(Options options) {
        return new NatRange.Choice(options.has("--random"), options.has("--random-fully"), options.has("--persistent"));
    }

    private NatRange onlyPorts(Options options) {
        Optional<String> text = options.value("--to-ports");
        if (text.filter(each -> each.indexOf(':') >= 0).isPresent()) {
            throw new IllegalArgumentException("Invalid port:port syntax - use dash: \"" + text.get() + "\"");
        }
        NatRange.Ports ports = text.isEmpty() ? null : ports(text.get(), options);
        return new NatRange(null, ports, choice(options));
    }

    /** {@code 80}, {@code 80-90}, {@code 80-90/8080}: {@code parse_ports()}. */
    NatRange.Ports ports(String text, Options options) {
        Optional<Protocol> protocol = options.only().map(ProtocolMatch::protocol);
        if (protocol.filter(withPorts::contains).isEmpty()) {
            throw new IllegalArgumentException(
                    "Need TCP, UDP, SCTP or DCCP with port specification; add -p tcp before \"" + text + "\"");
        }
        int slash = text.indexOf('/');
        String span = slash < 0 ? text : text.substring(0, slash);
        int dash = span.indexOf('-');
        int from = RuleValues.port(dash < 0 ? span : span.substring(0, dash), Protocol.TCP);
        if (dash < 0 && slash < 0) {
            return new NatRange.Ports(from, from);
        }
        if (dash < 0) {
            throw new IllegalArgumentException("Garbage after port value: `" + text.substring(slash)
                    + "'; a shift needs a range, such as 80-90/8080");
        }
        int to = RuleValues.port(span.substring(dash + 1), Protocol.TCP);
        if (to < from) {
            throw new IllegalArgumentException(
                    "Port range `" + span.substring(dash + 1) + "' funky; write the lower port first");
        }
        return slash < 0
                ? new NatRange.Ports(from, to)
                : new NatRange.Ports(from, to, base(text.substring(slash + 1), options));
    }

    /** Where the shift begins; SNAT reads it, and its kernel module has no place for it. */
    private static int base(String text, Options options) {
        int base = RuleValues.port(text, Protocol.TCP);
        if (base == 0) {
            throw new IllegalArgumentException("Port `" + text + "' not valid; use 1 to 65535");
        }
        return options.name().equals("SNAT") ? 0 : base;
    }
}
