package packetwalk.tools;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.RoutingRule;
import packetwalk.linux.route.RuleAction;
import packetwalk.net.IpFamily;
import packetwalk.tools.line.Words;

/** {@code ip rule}: which packets look into which routing table. */
final class IpRule {

    private final NetworkNamespace namespace;
    private final IpCommand.Form form;

    IpRule(NetworkNamespace namespace, IpCommand.Form form) {
        this.namespace = namespace;
        this.form = form;
    }

    /** The rules of the family that was asked for; prefixes of the other one are refused. */
    private Fib fib(RuleWords typed) {
        if (typed.family().filter(family -> family != form.preferred()).isPresent()) {
            String inet = form.preferred() == IpFamily.IPV4 ? "inet" : "inet6";
            throw new IllegalArgumentException("Error: " + inet + " prefix is expected; write ip -"
                    + (form.preferred() == IpFamily.IPV4 ? 6 : 4) + " rule for the other family");
        }
        return namespace.stack(form.preferred()).fib();
    }

    String run(Words words) {
        String verb = words.verb("list", "lst", "show", "add", "delete", "flush");
        switch (verb) {
            case "add" -> add(words);
            case "delete" -> delete(words);
            case "flush" -> flush(RuleWords.read(words));
            default -> {
                RuleWords filter = RuleWords.read(words);
                Fib fib = fib(filter);
                return fib.rules().stream()
                        .filter(filter::shows)
                        .map(rule -> text(fib, rule) + "\n")
                        .collect(Collectors.joining());
            }
        }
        return "";
    }

    private String text(Fib fib, RoutingRule rule) {
        String text = rule.text(name -> name + (namespace.device(name).isPresent() ? "" : " [detached]"));
        boolean goes = rule.action().kind() == RuleAction.Kind.GOTO;
        boolean resolved = fib.rules().stream()
                .anyMatch(each -> each.priority() == rule.action().target());
        return goes && !resolved ? text + " [unresolved]" : text;
    }

    private static RuleWords typed(Words words, String verb) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(
                    "\"ip rule " + verb + "\" requires arguments; say which, as from 10.0.0.0/8 table 100");
        }
        return RuleWords.read(words);
    }

    private void add(Words words) {
        RuleWords typed = typed(words, "add");
        Fib fib = fib(typed);
        RoutingRule rule = typed.rule(defaultPriority(fib));
        boolean present = fib.rules().stream()
                .anyMatch(each -> each.priority() == rule.priority()
                        && each.selector().equals(rule.selector())
                        && each.action().equals(rule.action()));
        if (present) {
            throw new IllegalArgumentException(
                    "RTNETLINK answers: File exists: rule " + rule.toString().replace('\t', ' ') + " is there already");
        }
        fib.add(rule);
    }

    /** One below the second rule's: net/core/fib_rules.c {@code fib_default_rule_pref()}. */
    private static int defaultPriority(Fib fib) {
        List<RoutingRule> rules = fib.rules();
        return rules.size() > 1 && rules.get(1).priority() != 0 ? rules.get(1).priority() - 1 : 0;
    }

    private void delete(Words words) {
        RuleWords typed = typed(words, "del");
        Fib fib = fib(typed);
        Optional<RoutingRule> rule = fib.rules().stream().filter(typed::fits).findFirst();
        if (rule.isEmpty()) {
            throw new IllegalArgumentException(
                    "RTNETLINK answers: No such file or directory: no rule is like that; see ip rule");
        }
        fib.remove(rule.get());
    }

    /** All but those of priority 0, as iproute2 does. */
    private void flush(RuleWords filter) {
        Fib fib = fib(filter);
        fib.rules().stream()
                .filter(rule -> rule.priority() != 0 && filter.shows(rule))
                .forEach(fib::remove);
    }
}
