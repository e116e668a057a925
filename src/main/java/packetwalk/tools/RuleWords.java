package packetwalk.tools;

import java.util.Optional;
import java.util.stream.Stream;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.RoutingRule;
import packetwalk.linux.route.RuleAction;
import packetwalk.linux.route.RuleSelector;
import packetwalk.linux.route.Span;
import packetwalk.net.Cidr;
import packetwalk.net.IpFamily;
import packetwalk.net.Protocol;
import packetwalk.tools.line.Words;

/** What was typed behind {@code ip rule add} and {@code ip rule del}; a field that was not is empty. */
final class RuleWords {

    private static final String WORDS =
            "not, from, to, tos, fwmark, iif, oif, uidrange, ipproto, sport, dport, priority,"
                    + " proto, table, suppress_prefixlength, goto, nop, blackhole, unreachable and prohibit; l3mdev, realms, nat,"
                    + " suppress_ifgroup and tun_id are not modelled";

    private static final int MOST_PORTS = 65535;

    private boolean not;
    private Optional<Integer> priority = Optional.empty();
    private Optional<Cidr> from = Optional.empty();
    private Optional<Cidr> to = Optional.empty();
    private Optional<Integer> tos = Optional.empty();
    private Optional<int[]> mark = Optional.empty();
    private Optional<String> iif = Optional.empty();
    private Optional<String> oif = Optional.empty();
    private Optional<Span> uids = Optional.empty();
    private Optional<Integer> protocol = Optional.empty();
    private Optional<Span> sports = Optional.empty();
    private Optional<Span> dports = Optional.empty();
    private Optional<RuleAction.Kind> kind = Optional.empty();
    private Optional<String> table = Optional.empty();
    private Optional<Integer> suppress = Optional.empty();
    private Optional<Integer> target = Optional.empty();
    private Optional<String> proto = Optional.empty();

    private RuleWords() {}

    static RuleWords read(Words words) {
        RuleWords typed = new RuleWords();
        while (words.hasNext()) {
            boolean understood = typed.readSelector(words) || typed.readPorts(words) || typed.readAction(words);
            if (!understood) {
                throw words.unexpected(WORDS);
            }
        }
        return typed;
    }

    private boolean readSelector(Words words) {
        if (words.take("not")) {
            not = true;
        } else if (words.take("from")) {
            from = Optional.of(words.nextPrefix("a prefix"));
        } else if (words.take("to")) {
            to = Optional.of(words.nextPrefix("a prefix"));
        } else if (words.take("tos", "dsfield")) {
            tos = Optional.of(tos(words));
        } else if (words.take("fwmark")) {
            mark = Optional.of(mark(words.next("a mark")));
        } else if (words.take("iif", "dev")) {
            iif = Optional.of(words.next("a device"));
        } else if (words.take("oif")) {
            oif = Optional.of(words.next("a device"));
        } else {
            return false;
        }
        return true;
    }

    private boolean readPorts(Words words) {
        if (words.take("uidrange")) {
            uids = Optional.of(span(words.next("users such as 0-999"), 0xffff_ffffL));
        } else if (words.take("ipproto")) {
            protocol = Optional.of(protocol(words.next("a protocol")));
        } else if (words.take("sport")) {
            sports = Optional.of(span(words.next("ports"), MOST_PORTS));
        } else if (words.take("dport")) {
            dports = Optional.of(span(words.next("ports"), MOST_PORTS));
        } else {
            return false;
        }
        return true;
    }

    private boolean readAction(Words words) {
        if (words.take("priority", "preference", "pref", "order")) {
            priority = Optional.of(words.nextNumber("priority"));
        } else if (words.take("table", "lookup")) {
            table = Optional.of(TableName.read(words.next("a table")));
        } else if (words.take("suppress_prefixlength", "sup_pl")) {
            suppress = Optional.of(words.nextNumber("suppress_prefixlength"));
        } else if (words.take("goto")) {
            kind = Optional.of(RuleAction.Kind.GOTO);
            target = Optional.of(words.nextNumber("goto"));
        } else if (words.take("proto", "protocol")) {
            proto = Optional.of(RouteProto.read(words.next("who adds it")));
        } else {
            words.take("type");
            return !words.take("unicast") ? readKind(words) : true;
        }
        return true;
    }

    private boolean readKind(Words words) {
        for (RuleAction.Kind each : RuleAction.Kind.values()) {
            boolean needsMore = each == RuleAction.Kind.LOOKUP || each == RuleAction.Kind.GOTO;
            if (!needsMore && words.take(each.toString())) {
                kind = Optional.of(each);
                return true;
            }
        }
        return false;
    }

    private static int tos(Words words) {
        int tos = RouteWords.tos(words);
        if ((tos & ~0x1e) != 0) {
            throw new IllegalArgumentException("Invalid tos: rules compare four bits; use 0x04 to 0x1c");
        }
        return tos;
    }

    private static int[] mark(String text) {
        try {
            int slash = text.indexOf('/');
            long value = Words.parseNumber(slash < 0 ? text : text.substring(0, slash));
            // a mark of 0 without a mask is no mark: fib_nl2rule()
            long mask = slash >= 0 ? Words.parseNumber(text.substring(slash + 1)) : value == 0 ? 0 : 0xffff_ffffL;
            return new int[] {(int) value, (int) mask};
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "fwmark \"" + text + "\" is not a mark; write 0x4000 or 0x4000/0xff00", e);
        }
    }

    private static int protocol(String text) {
        String number = text.startsWith("ipproto-") ? text.substring("ipproto-".length()) : text;
        if (number.matches("[0-9]{1,3}") && Integer.parseInt(number) < 256) {
            return Integer.parseInt(number);
        }
        return Protocol.named(text)
                .map(Protocol::number)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid \"ipproto\" value: \"" + text + "\"; use tcp, udp, icmp or a number up to 255"));
    }

    private static Span span(String text, long most) {
        int dash = text.indexOf('-');
        try {
            long first = Words.parseNumber(dash < 0 ? text : text.substring(0, dash));
            long last = dash < 0 ? first : Words.parseNumber(text.substring(dash + 1));
            if (last > most) {
                throw new NumberFormatException(text);
            }
            return new Span(first, last);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no range of numbers up to " + most + "; write 53 or 5000-6000", e);
        }
    }

    /** The family of the prefixes that were typed; empty where none tells. */
    Optional<IpFamily> family() {
        return Stream.concat(from.stream(), to.stream())
                .filter(prefix -> !prefix.equals(Cidr.ALL_V4))
                .map(Cidr::family)
                .findFirst();
    }

    RoutingRule rule(int defaultPriority) {
        int[] marks = mark.orElse(new int[] {0, 0});
        RuleSelector selector = new RuleSelector(
                not,
                from.orElse(Cidr.ALL_V4),
                to.orElse(Cidr.ALL_V4),
                tos.orElse(0),
                marks[0],
                marks[1],
                iif.orElse(""),
                oif.orElse(""),
                uids,
                protocol.orElse(0),
                sports,
                dports);
        RuleAction.Kind does = kind.orElse(RuleAction.Kind.LOOKUP);
        boolean looks = does == RuleAction.Kind.LOOKUP;
        RuleAction action = new RuleAction(
                does, looks ? table.orElse(Fib.MAIN) : "", looks ? suppress.orElse(-1) : -1, target.orElse(0));
        return new RoutingRule(priority.orElse(defaultPriority), selector, action, proto.orElse(""));
    }

    /** What {@code ip rule del} means: what was not typed does not matter, nor {@code not}, nor where a goto leads. */
    boolean fits(RoutingRule rule) {
        RuleSelector selector = rule.selector();
        return priority.filter(each -> each != rule.priority()).isEmpty()
                && from.filter(each -> !each.equals(selector.from())).isEmpty()
                && to.filter(each -> !each.equals(selector.to())).isEmpty()
                && fitsOther(rule);
    }

    /** Whether {@code ip rule show} shows it: prefixes stand for all within them. */
    boolean shows(RoutingRule rule) {
        RuleSelector selector = rule.selector();
        return priority.filter(each -> each != rule.priority()).isEmpty()
                && from.filter(each -> !each.contains(selector.from())).isEmpty()
                && to.filter(each -> !each.contains(selector.to())).isEmpty()
                && fitsOther(rule);
    }

    private boolean fitsOther(RoutingRule rule) {
        RuleSelector selector = rule.selector();
        RuleAction action = rule.action();
        return tos.filter(each -> each != selector.tos()).isEmpty()
                && mark.filter(each -> each[0] != selector.mark() || each[1] != selector.mask())
                        .isEmpty()
                && iif.filter(each -> !each.equals(selector.iif())).isEmpty()
                && oif.filter(each -> !each.equals(selector.oif())).isEmpty()
                && (uids.isEmpty() || uids.equals(selector.uids()))
                && protocol.filter(each -> each != selector.protocol()).isEmpty()
                && (sports.isEmpty() || sports.equals(selector.sports()))
                && (dports.isEmpty() || dports.equals(selector.dports()))
                && kind.filter(each -> each != action.kind()).isEmpty()
                && table.filter(each -> !each.equals(action.table())).isEmpty()
                && suppress.filter(each -> each != action.suppress()).isEmpty()
                && proto.filter(each -> !each.equals(rule.proto())).isEmpty();
    }
}
