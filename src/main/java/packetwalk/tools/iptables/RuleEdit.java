package packetwalk.tools.iptables;

import java.util.List;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Verdict;
import packetwalk.linux.xtables.target.VerdictTarget;
import packetwalk.tools.line.Words;

/** One command that changes a rule set: {@code -A -I -D -R -C -F -N -X -P -Z}. Both iptables and restore give it. */
final class RuleEdit {

    private final RuleSet rules;
    private final Table table;

    RuleEdit(RuleSet rules, Table table) {
        this.rules = rules;
        this.table = table;
    }

    /** Whether {@code option} is such a command. */
    static boolean isEdit(String option) {
        return switch (option) {
            case "-A", "--append", "-I", "--insert", "-D", "--delete", "-R", "--replace", "-C", "--check" -> true;
            case "-F", "--flush", "-N", "--new-chain", "-X", "--delete-chain", "-P", "--policy", "-Z", "--zero" -> true;
            default -> false;
        };
    }

    /**
     * Carries the command out on the rule set, which may be left half changed if it is refused: give a copy.
     *
     * @param words what follows {@code command}
     * @throws IllegalArgumentException if iptables would refuse it
     */
    void apply(String command, Words words) {
        switch (command) {
            case "-A", "--append" -> {
                String chain = chain(words);
                read(words, chain).forEach(rule -> rules.append(table, chain, rule));
            }
            case "-I", "--insert" -> insert(words);
            case "-D", "--delete" -> delete(words);
            case "-R", "--replace" -> replace(words);
            case "-C", "--check" -> check(words);
            case "-N", "--new-chain" -> create(words.next("a chain"));
            case "-P", "--policy" -> policy(words);
            default -> whole(command, words);
        }
        if (words.hasNext()) {
            throw words.unexpected("nothing more");
        }
    }

    private String chain(Words words) {
        String name = words.next("a chain");
        rules.chain(table, name);
        return name;
    }

    private List<Rule> read(Words words, String chain) {
        List<Rule> read = RuleParser.read(words, chain);
        for (Rule rule : read) {
            boolean drops = rule.target()
                    .filter(new VerdictTarget(Verdict.DROP)::equals)
                    .isPresent();
            if (drops && table == Table.NAT) {
                throw new IllegalArgumentException("The \"nat\" table is not intended for filtering, the use of DROP is"
                        + " therefore inhibited; drop in table filter or raw");
            }
        }
        return read;
    }

    private void insert(Words words) {
        String chain = chain(words);
        int number = words.peek().matches("[0-9]+") ? words.nextNumber("a rule's number") : 1;
        List<Rule> read = read(words, chain);
        for (int i = 0; i < read.size(); i++) {
            rules.insert(table, chain, number + i, read.get(i));
        }
    }

    private void delete(Words words) {
        String chain = chain(words);
        if (words.peek().matches("[0-9]+")) {
            rules.delete(table, chain, words.nextNumber("a rule's number"));
        } else {
            read(words, chain).forEach(rule -> rules.delete(table, chain, rule));
        }
    }

    private void replace(Words words) {
        String chain = chain(words);
        int number = words.nextNumber("a rule's number");
        List<Rule> read = read(words, chain);
        if (read.size() != 1) {
            throw new IllegalArgumentException(
                    "Replacement rule does not specify a unique address; name one source and one destination");
        }
        rules.delete(table, chain, number);
        rules.insert(table, chain, number, read.get(0));
    }

    private void check(Words words) {
        String chain = chain(words);
        for (Rule rule : read(words, chain)) {
            if (!rules.chain(table, chain).rules().contains(rule)) {
                throw new IllegalArgumentException("Bad rule (does a matching rule exist in that chain?): chain "
                        + chain + " has no rule \"" + rule + "\"; compare with -S " + chain);
            }
        }
    }

    private void create(String name) {
        if (Extensions.isTarget(name)) {
            throw new IllegalArgumentException(
                    "chain name may not clash with target name: " + name + "; take another name");
        }
        rules.create(table, name);
    }

    private void policy(Words words) {
        String chain = chain(words);
        String name = words.next("ACCEPT or DROP");
        setPolicy(chain, name);
        if (words.peek().matches("\\[[0-9]+:[0-9]+]")) {
            words.next("counters");
        }
    }

    void setPolicy(String chain, String name) {
        if (!name.equals("ACCEPT") && !name.equals("DROP")) {
            throw new IllegalArgumentException(
                    "Bad policy name \"" + name + "\" of chain " + chain + "; a policy is ACCEPT or DROP");
        }
        if (name.equals("DROP") && table == Table.NAT) {
            throw new IllegalArgumentException("The \"nat\" table is not intended for filtering, the use of DROP is"
                    + " therefore inhibited; drop in table filter or raw");
        }
        rules.policy(table, chain, name.equals("DROP") ? Verdict.DROP : Verdict.ACCEPT);
    }

    /** Commands for one chain, or for all if none is named. */
    private void whole(String command, Words words) {
        boolean own = command.equals("-X") || command.equals("--delete-chain");
        List<String> chains = words.hasNext()
                ? List.of(chain(words))
                : rules.chains(table).stream()
                        .filter(each -> !own || each.hook().isEmpty())
                        .map(Chain::name)
                        .toList();
        for (String chain : chains) {
            if (own) {
                rules.delete(table, chain);
            } else if (command.equals("-Z") || command.equals("--zero")) {
                rules.zero(table, chain);
            } else {
                rules.flush(table, chain);
            }
        }
    }
}
