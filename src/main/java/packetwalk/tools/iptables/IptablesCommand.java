package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/** {@code iptables}: changes one table by one command, or lists it. */
public final class IptablesCommand implements Tool {

    private final RuleSet rules;

    public IptablesCommand(RuleSet rules) {
        this.rules = rules;
    }

    /** What was typed, sorted: general options may stand anywhere. */
    private static final class Request {
        private Table table = Table.FILTER;
        private Optional<String> command = Optional.empty();
        private boolean numeric;
        private boolean verbose;
        private boolean exact;
        private boolean lineNumbers;
        private final List<Word> rest = new ArrayList<>();

        static Request read(Words words) {
            Request request = new Request();
            while (words.hasNext()) {
                request.take(words);
            }
            return request;
        }

        private void take(Words words) {
            Word word = words.nextWord("an option");
            String text = word.text();
            if (word.quoted() || !text.startsWith("-")) {
                rest.add(word);
            } else if (text.equals("-t") || text.equals("--table")) {
                table = table(words.next("a table"));
            } else if (text.matches("-[nvx]*[LSnvx]")) {
                text.substring(1).chars().forEach(this::flag);
            } else if (text.matches("--(numeric|verbose|exact|list|list-rules)")) {
                flag(text.equals("--list-rules") ? 'S' : text.equals("--list") ? 'L' : text.charAt(2));
            } else if (text.equals("--line-numbers") || text.equals("--line-number")) {
                lineNumbers = true;
            } else if (text.equals("-w") || text.equals("--wait")) {
                if (words.peek().matches("[0-9]+")) {
                    words.next("seconds");
                }
            } else if (RuleEdit.isEdit(text)) {
                command(text);
            } else if (!text.equals("-4")) {
                rest.add(word);
            }
        }

        private void flag(int letter) {
            switch (letter) {
                case 'n' -> numeric = true;
                case 'v' -> verbose = true;
                case 'x', 'e' -> exact = true;
                case 'L', 'S' -> command("-" + (char) letter);
                default -> throw new AssertionError("flag " + (char) letter);
            }
        }

        private void command(String name) {
            if (command.isPresent()) {
                throw new IllegalArgumentException(
                        "Cannot use " + name + " with " + command.get() + "; give one command at a time");
            }
            command = Optional.of(name);
        }
    }

    static Table table(String name) {
        return Table.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "table '" + name + "' does not exist; use filter, nat, mangle or raw"));
    }

    @Override
    public String run(Words words, String input) {
        Request request = Request.read(words);
        String command = request.command.orElseThrow(() ->
                new IllegalArgumentException("no command specified; use -A, -I, -D, -L, -S or another of iptables(8)"));
        Words rest = new Words("iptables " + command, request.rest);
        RuleSet draft = rules.copy();
        draft.touch(request.table);
        if (command.equals("-L") || command.equals("-S")) {
            return list(draft, request, command, rest);
        }
        new RuleEdit(draft, request.table).apply(command, rest);
        HookCheck.check(draft, request.table);
        rules.become(draft);
        return "";
    }

    private static String list(RuleSet draft, Request request, String command, Words rest) {
        List<Chain> chains = rest.hasNext()
                ? List.of(draft.chain(request.table, rest.next("a chain")))
                : draft.chains(request.table);
        int only = rest.hasNext() ? rest.nextNumber("a rule's number") : 0;
        if (rest.hasNext()) {
            throw rest.unexpected("a chain and a rule's number");
        }
        if (command.equals("-S")) {
            return specification(chains, only, request.verbose);
        }
        IptablesList list = new IptablesList(
                draft, request.table, request.numeric, request.verbose, request.exact, request.lineNumbers);
        return chains.stream().map(list::text).collect(Collectors.joining("\n"));
    }

    /** As commands that make it again: policies and chains first, then rules. */
    private static String specification(List<Chain> chains, int only, boolean verbose) {
        StringBuilder text = new StringBuilder();
        for (Chain chain : chains) {
            if (only == 0 && chain.hook().isPresent()) {
                String counters = verbose ? " -c " + chain.packets() + " " + chain.bytes() : "";
                text.append("-P ")
                        .append(chain.name())
                        .append(' ')
                        .append(chain.policy())
                        .append(counters)
                        .append('\n');
            } else if (only == 0) {
                text.append("-N ").append(chain.name()).append('\n');
            }
        }
        for (Chain chain : chains) {
            List<Rule> all = chain.rules();
            for (int number = 1; number <= all.size(); number++) {
                if (only == 0 || only == number) {
                    String rule = verbose
                            ? counted(chain, all.get(number - 1), number)
                            : all.get(number - 1).toString();
                    text.append(("-A " + chain.name() + " " + rule).stripTrailing())
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String counted(Chain chain, Rule rule, int number) {
        String conditions = new Rule(rule.matches(), Optional.empty()).toString();
        String target = rule.target().map(Object::toString).orElse("");
        String counters = "-c " + chain.packets(number) + " " + chain.bytes(number);
        return (conditions + " " + counters + " " + target).strip();
    }
}
