package packetwalk.tools;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.RoutingRule;
import packetwalk.net.Cidr;
import packetwalk.tools.line.Words;

/** {@code ip rule}: which packets look into which routing table. */
final class IpRule {

    private static final String WORDS = "from, to, iif, fwmark, table and priority";

    private final Fib fib;

    IpRule(Fib fib) {
        this.fib = fib;
    }

    String run(Words words) {
        String verb = words.verb("list", "lst", "show", "add", "delete", "flush");
        switch (verb) {
            case "add" -> add(words);
            case "delete" -> delete(words);
            case "flush" ->
                fib.rules().stream().filter(rule -> rule.priority() != 0).forEach(fib::remove);
            default -> {
                if (words.hasNext()) {
                    throw words.unexpected("nothing more");
                }
                return fib.rules().stream().map(rule -> rule + "\n").collect(Collectors.joining());
            }
        }
        return "";
    }

    /** What was typed; a field that was not is empty. */
    private static final class Typed {
        private Optional<Integer> priority = Optional.empty();
        private Optional<Cidr> from = Optional.empty();
        private Optional<Cidr> to = Optional.empty();
        private Optional<String> iif = Optional.empty();
        private Optional<int[]> mark = Optional.empty();
        private Optional<String> table = Optional.empty();

        static Typed read(Words words) {
            Typed typed = new Typed();
            while (words.hasNext()) {
                if (words.take("from")) {
                    typed.from = Optional.of(words.nextPrefix("a prefix"));
                } else if (words.take("to")) {
                    typed.to = Optional.of(words.nextPrefix("a prefix"));
                } else if (words.take("iif", "dev")) {
                    typed.iif = Optional.of(words.next("a device"));
                } else if (words.take("fwmark")) {
                    typed.mark = Optional.of(mark(words.next("a mark")));
                } else if (words.take("table", "lookup")) {
                    typed.table = Optional.of(TableName.read(words.next("a table")));
                } else if (words.take("priority", "preference", "pref", "order")) {
                    typed.priority = Optional.of(words.nextNumber("priority"));
                } else {
                    throw words.unexpected(WORDS);
                }
            }
            return typed;
        }

        private static int[] mark(String text) {
            try {
                int slash = text.indexOf('/');
                long value = Words.parseNumber(slash < 0 ? text : text.substring(0, slash));
                long mask = slash < 0 ? 0xffff_ffffL : Words.parseNumber(text.substring(slash + 1));
                return new int[] {(int) value, (int) mask};
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "fwmark \"" + text + "\" is not a mark; write 0x4000 or 0x4000/0xff00", e);
            }
        }

        RoutingRule rule(int defaultPriority) {
            int[] marks = mark.orElse(new int[] {0, 0});
            return new RoutingRule(
                    priority.orElse(defaultPriority),
                    from.orElse(Cidr.ALL_V4),
                    to.orElse(Cidr.ALL_V4),
                    iif.orElse(""),
                    marks[0],
                    marks[1],
                    table.orElse(Fib.MAIN));
        }

        boolean fits(RoutingRule rule) {
            return priority.filter(each -> each != rule.priority()).isEmpty()
                    && from.filter(each -> !each.equals(rule.from())).isEmpty()
                    && to.filter(each -> !each.equals(rule.to())).isEmpty()
                    && iif.filter(each -> !each.equals(rule.iif())).isEmpty()
                    && mark.filter(each -> each[0] != rule.mark() || each[1] != rule.mask())
                            .isEmpty()
                    && table.filter(each -> !each.equals(rule.table())).isEmpty();
        }
    }

    private void add(Words words) {
        RoutingRule rule = Typed.read(words).rule(defaultPriority());
        if (fib.rules().contains(rule)) {
            throw new IllegalArgumentException(
                    "RTNETLINK answers: File exists: rule " + rule.toString().replace('\t', ' ') + " is there already");
        }
        fib.add(rule);
    }

    /** One below the second rule's: net/core/fib_rules.c {@code fib_default_rule_pref()}. */
    private int defaultPriority() {
        List<RoutingRule> rules = fib.rules();
        return rules.size() > 1 ? Math.max(0, rules.get(1).priority() - 1) : 0;
    }

    private void delete(Words words) {
        Typed typed = Typed.read(words);
        Optional<RoutingRule> rule = fib.rules().stream().filter(typed::fits).findFirst();
        if (rule.isEmpty()) {
            throw new IllegalArgumentException(
                    "RTNETLINK answers: No such file or directory: no rule is like that; see ip rule");
        }
        fib.remove(rule.get());
    }
}
