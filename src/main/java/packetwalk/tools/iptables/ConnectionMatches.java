package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.conntrack.CtStatus;
import packetwalk.linux.conntrack.Labels;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.ConnbytesMatch;
import packetwalk.linux.xtables.match.ConnlabelMatch;
import packetwalk.linux.xtables.match.ConnlimitMatch;
import packetwalk.linux.xtables.match.ConnmarkMatch;
import packetwalk.linux.xtables.match.ConntrackMatch;
import packetwalk.linux.xtables.match.HelperMatch;
import packetwalk.linux.xtables.match.StateMatch;
import packetwalk.net.Protocol;

/** Matches that ask connection tracking. */
final class ConnectionMatches {

    /** The order in which iptables prints them: libxt_conntrack.c {@code print_state()}. */
    private static final List<String> STATES =
            List.of("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT");

    /** {@code -m state} knows no translation. */
    private static final List<String> PLAIN_STATES = STATES.subList(0, 5);

    private static final List<CtStatus> STATUSES =
            List.of(CtStatus.EXPECTED, CtStatus.SEEN_REPLY, CtStatus.ASSURED, CtStatus.CONFIRMED);

    private static final String CONNTRACK =
            "!ctstate 1 !ctproto 1 !ctorigsrc 1 !ctorigdst 1 !ctreplsrc 1 !ctrepldst 1 !ctorigsrcport 1"
                    + " !ctorigdstport 1 !ctreplsrcport 1 !ctrepldstport 1 !ctstatus 1 !ctexpire 1 ctdir 1";

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "conntrack", Syntax.of(CONNTRACK, ConnectionMatches::conntrack),
            "state", Syntax.of("!state 1", ConnectionMatches::state),
            "connmark", Syntax.of("!mark 1", ConnectionMatches::connmark),
            "connbytes", Syntax.of("!connbytes 1 connbytes-dir 1 connbytes-mode 1", ConnectionMatches::connbytes),
            "connlimit",
                    Syntax.of(
                            "!connlimit-upto 1 !connlimit-above 1 connlimit-mask 1 connlimit-saddr 0 connlimit-daddr 0",
                            ConnectionMatches::connlimit),
            "helper", Syntax.of("!helper 1", ConnectionMatches::helper),
            "connlabel", Syntax.of("!label 1 set 0", ConnectionMatches::connlabel));

    private ConnectionMatches() {}

    private static Match conntrack(Options options) {
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException("conntrack: At least one option is required; add --ctstate NEW");
        }
        List<ConntrackMatch.Test> tests = new ArrayList<>();
        options.find("--ctstate").ifPresent(each -> tests.add(states(each, "ctstate", STATES)));
        options.find("--ctproto").ifPresent(each -> tests.add(proto(each)));
        for (ConntrackMatch.End end : ConntrackMatch.End.values()) {
            options.find("--" + end).ifPresent(each -> tests.add(address(end, each)));
        }
        for (ConntrackMatch.End end : ConntrackMatch.End.values()) {
            options.find("--" + end + "port").ifPresent(each -> tests.add(port(end, each)));
        }
        options.find("--ctstatus").ifPresent(each -> tests.add(status(each)));
        options.find("--ctexpire").ifPresent(each -> tests.add(expire(each)));
        options.find("--ctdir").ifPresent(each -> tests.add(direction(each)));
        return new ConntrackMatch(tests);
    }

    private static ConntrackMatch.Address address(ConntrackMatch.End end, Extension.Option option) {
        String[] parts = option.value().split("/", 2);
        int address = (int) RuleValues.address(parts[0]).low();
        return new ConntrackMatch.Address(
                end, address, parts.length == 1 ? -1 : RuleValues.mask(parts[1]), option.negated());
    }

    private static Match state(Options options) {
        return new StateMatch(states(options.required("--state"), "state", PLAIN_STATES));
    }

    private static ConntrackMatch.State states(Extension.Option option, String what, List<String> known) {
        Set<String> given = new LinkedHashSet<>();
        for (String each : option.value().split(",", -1)) {
            Optional<String> state =
                    known.stream().filter(each::equalsIgnoreCase).findFirst();
            if (state.isEmpty()) {
                throw new IllegalArgumentException(
                        "Bad " + what + " \"" + each + "\"; use one of " + String.join(", ", known));
            }
            given.add(state.get());
        }
        Set<String> inOrder = new LinkedHashSet<>(known);
        inOrder.retainAll(given);
        return new ConntrackMatch.State(Collections.unmodifiableSet(inOrder), option.negated());
    }

    private static ConntrackMatch.Proto proto(Extension.Option option) {
        return new ConntrackMatch.Proto(RuleValues.protocol(option.value()), option.negated());
    }

    /** Here a range may be the wrong way round; it holds for no port then. */
    private static ConntrackMatch.Port port(ConntrackMatch.End end, Extension.Option option) {
        String[] ends = option.value().split(":", 2);
        int from = ends[0].isEmpty() ? 0 : RuleValues.port(ends[0], Protocol.TCP);
        int to = ends.length == 1 ? from : ends[1].isEmpty() ? 65_535 : RuleValues.port(ends[1], Protocol.TCP);
        return new ConntrackMatch.Port(end, from, to, option.negated());
    }

    private static ConntrackMatch.Status status(Extension.Option option) {
        Set<CtStatus> given = EnumSet.noneOf(CtStatus.class);
        for (String each : option.value().split(",", -1)) {
            Optional<CtStatus> status = STATUSES.stream()
                    .filter(known -> known.name().equalsIgnoreCase(each))
                    .findFirst();
            if (status.isEmpty() && !each.equalsIgnoreCase("NONE")) {
                throw new IllegalArgumentException("Bad ctstatus \"" + each + "\"; use NONE or one of " + STATUSES);
            }
            status.ifPresent(given::add);
        }
        return new ConntrackMatch.Status(Collections.unmodifiableSet(given), option.negated());
    }

    private static ConntrackMatch.Expire expire(Extension.Option option) {
        String[] ends = option.value().split(":", 2);
        long most = 0xffff_ffffL;
        long from = ends[0].isEmpty() ? 0 : RuleValues.number("conntrack", option, ends[0], most);
        long to = ends.length == 1
                ? from
                : ends[1].isEmpty() ? most : RuleValues.number("conntrack", option, ends[1], most);
        return new ConntrackMatch.Expire(from, to, option.negated());
    }

    private static ConntrackMatch.Direction direction(Extension.Option option) {
        if (option.negated()) {
            throw new IllegalArgumentException(
                    "conntrack: option \"--ctdir\" cannot be inverted; name the other direction");
        }
        boolean reply = option.value().equalsIgnoreCase("REPLY");
        if (!reply && !option.value().equalsIgnoreCase("ORIGINAL")) {
            throw new IllegalArgumentException(
                    "conntrack: Bad value for \"--ctdir\" option: \"" + option.value() + "\"; use ORIGINAL or REPLY");
        }
        return new ConntrackMatch.Direction(reply);
    }

    private static Match connmark(Options options) {
        Extension.Option option = options.required("--mark");
        RuleValues.Masked masked = RuleValues.mark(option.value());
        return new ConnmarkMatch(masked.value(), masked.mask(), option.negated());
    }

    private static Match connbytes(Options options) {
        Extension.Option amount = options.required("--connbytes");
        String[] ends = amount.value().split(":", 2);
        long from = ends[0].isEmpty() ? 0 : RuleValues.number("connbytes", amount, ends[0], Long.MAX_VALUE);
        boolean open = ends.length == 1 || ends[1].isEmpty();
        long to = open ? ConnbytesMatch.NO_LIMIT : RuleValues.number("connbytes", amount, ends[1], Long.MAX_VALUE);
        if (!open && to < from) {
            throw new IllegalArgumentException(from + " should be less than " + to + "; write the lower one first");
        }
        ConnbytesMatch.Direction direction =
                one(ConnbytesMatch.Direction.values(), options.required("--connbytes-dir"));
        ConnbytesMatch.Mode mode = one(ConnbytesMatch.Mode.values(), options.required("--connbytes-mode"));
        return new ConnbytesMatch(from, to, mode, direction, amount.negated());
    }

    private static <E extends Enum<E>> E one(E[] all, Extension.Option option) {
        return Arrays.stream(all)
                .filter(each -> each.toString().equals(option.value()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown " + option.name() + " `" + option.value() + "'; use one of " + Arrays.toString(all)));
    }

    private static Match connlimit(Options options) {
        Optional<Extension.Option> above = options.find("--connlimit-above");
        Optional<Extension.Option> upTo = options.find("--connlimit-upto");
        if (above.isPresent() && upTo.isPresent()) {
            throw new IllegalArgumentException("connlimit: option \"--connlimit-upto\" cannot be used together with"
                    + " \"--connlimit-above\"; leave one out");
        }
        Extension.Option option = above.or(() -> upTo)
                .orElseThrow(() -> new IllegalArgumentException(
                        "You must specify \"--connlimit-above\" or \"--connlimit-upto\"; add one"));
        long limit = RuleValues.number("connlimit", option, option.value(), 0xffff_ffffL);
        int mask = options.find("--connlimit-mask")
                .map(each -> (int) RuleValues.number("connlimit", each, each.value(), 32))
                .orElse(32);
        Side side = options.has("--connlimit-daddr") ? Side.DST : Side.SRC;
        return new ConnlimitMatch(limit, upTo.isPresent() != option.negated(), mask, side);
    }

    private static Match helper(Options options) {
        Extension.Option option = options.required("--helper");
        return new HelperMatch(option.value(), option.negated());
    }

    private static Match connlabel(Options options) {
        Extension.Option option = options.required("--label");
        boolean number = option.value().matches("[0-9]{1,5}");
        if (!number || Integer.parseInt(option.value()) >= Labels.COUNT) {
            throw new IllegalArgumentException("label '" + option.value().toLowerCase(Locale.ROOT)
                    + "' not found or invalid value; use 0 to " + (Labels.COUNT - 1) + ", names have no file here");
        }
        return new ConnlabelMatch(Integer.parseInt(option.value()), options.has("--set"), option.negated());
    }
}
