package packetwalk.tools.iptables;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.Counters;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/** {@code iptables} and {@code ip6tables}: changes one table by one command, or lists it. */
public final class IptablesCommand implements Tool {

    private final Afinfo family;
    private final RuleSet rules;

    public IptablesCommand(Afinfo family, RuleSet rules) {
        this.family = family;
        this.rules = rules;
    }

    @Override
    public String run(Words words, String input) {
        Request request = Request.read(words);
        if (request.has(family.other())) {
            throw new IllegalArgumentException("The -" + family.other() + " option is not supported by " + family.tool()
                    + "; use the other family's command");
        }
        RuleSet draft = rules.draft();
        String printed = run(family, request, draft, request.table().orElse(Table.FILTER));
        // what only lists makes no table
        if (request.zero()
                || !(request.command().equals("-L") || request.command().equals("-S"))) {
            rules.commit(draft);
        }
        return printed;
    }

    /** Carries a command out on a draft, and gives what it prints. */
    static String run(Afinfo family, Request request, RuleSet draft, Table table) {
        draft.touch(table);
        Words rest = request.rest(family.tool());
        if (request.command().equals("-L") || request.command().equals("-S")) {
            return list(family, request, draft, table, rest);
        }
        new RuleEdit(draft, table, family).apply(request.command(), rest);
        return "";
    }

    private static String list(Afinfo family, Request request, RuleSet draft, Table table, Words rest) {
        List<Chain> chains = rest.hasNext() ? List.of(draft.chain(table, rest.next("a chain"))) : draft.chains(table);
        int only = rest.hasNext() ? rest.nextNumber("a rule's number") : 0;
        if (rest.hasNext()) {
            throw rest.unexpected("a chain and a rule's number");
        }
        IptablesList list = new IptablesList(
                family, draft, table, request.has('n'), request.has('v'), request.has('x'), request.lineNumbers());
        String text;
        if (request.command().equals("-S")) {
            text = specification(chains, only, request.has('v'));
        } else if (only > 0) {
            text = list.rule(chains.get(0), only);
        } else {
            text = chains.stream().map(list::text).collect(Collectors.joining("\n"));
        }
        if (request.zero()) {
            chains.forEach(chain -> draft.zero(table, chain.name()));
        }
        return text;
    }

    /** As commands that make it again: policies and chains first, then rules. */
    private static String specification(List<Chain> chains, int only, boolean verbose) {
        StringBuilder text = new StringBuilder();
        for (Chain chain : chains) {
            if (only == 0 && chain.hook().isPresent()) {
                text.append("-P ").append(chain.name()).append(' ').append(chain.policy());
                text.append(verbose ? counters(chain.counters()) : "").append('\n');
            } else if (only == 0) {
                text.append("-N ").append(chain.name()).append('\n');
            }
        }
        for (Chain chain : chains) {
            int number = 0;
            for (Rule rule : chain.rules()) {
                number++;
                if (only == 0 || only == number) {
                    String words = verbose ? counted(rule, chain.counters(number)) : " " + rule;
                    text.append(("-A " + chain.name() + words).stripTrailing()).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** A rule with its counters, which stand before its target. */
    private static String counted(Rule rule, Counters counters) {
        String conditions = new Rule(rule.matches(), Optional.empty()).toString();
        String target = rule.target().map(each -> " " + each).orElse("");
        return (conditions.isEmpty() ? "" : " ") + conditions + counters(counters) + target;
    }

    private static String counters(Counters counters) {
        return " -c " + counters.packets() + " " + counters.bytes();
    }
}
