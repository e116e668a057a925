package packetwalk.tools.iptables;

import java.util.List;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.Counters;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Table;
import packetwalk.linux.xtables.Verdict;
import packetwalk.linux.xtables.target.VerdictTarget;
import packetwalk.tools.line.Words;

/**
 * One command that changes a rule set: {@code -A -I -D -R -C -F -N -E -X -P -Z}. Both iptables and restore give it.
 *
 * @param rules may be left half changed if a command is refused: give a draft
 */
record RuleEdit(RuleSet rules, Table table, Afinfo family) {

    private static final VerdictTarget DROP = new VerdictTarget(Verdict.DROP);

    private static final String NO_FILTER = "The \"nat\" table is not intended for filtering, the use of DROP is"
            + " therefore inhibited; drop in table filter or raw";

    /**
     * Carries a command out.
     *
     * @param command its short name
     * @param words what follows it
     * @throws IllegalArgumentException if iptables would refuse it
     */
    void apply(String command, Words words) {
        switch (command) {
            case "-A" -> append(words, Counters.ZERO);
            case "-I" -> insert(words);
            case "-D" -> delete(words);
            case "-R" -> replace(words);
            case "-C" -> check(words);
            case "-N" -> create(words.next("a chain"));
            case "-E" -> rename(words);
            case "-P" -> policy(words);
            case "-Z" -> zero(words);
            case "-F" -> each(words).forEach(chain -> rules.flush(table, chain.name()));
            case "-X" -> deleteChains(words);
            default -> throw new AssertionError("command " + command);
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

    private RuleParser.Specification read(Words words, String chain) {
        RuleParser.Specification read = RuleParser.read(words, chain, family);
        for (Rule rule : read.rules()) {
            if (table == Table.NAT && rule.target().filter(DROP::equals).isPresent()) {
                throw new IllegalArgumentException(NO_FILTER);
            }
        }
        return read;
    }

    /** Appends what {@code words} say; {@code start} stands where they say nothing of counters. */
    void append(Words words, Counters start) {
        String chain = chain(words);
        RuleParser.Specification read = read(words, chain);
        for (Rule rule : read.rules()) {
            rules.append(table, chain, rule, read.counters(start));
        }
    }

    /** Of several addresses, each goes before the one before it, as the real one sends them one by one. */
    private void insert(Words words) {
        String chain = chain(words);
        int number = Request.isNumber(words.peek()) ? words.nextNumber("a rule's number") : 1;
        RuleParser.Specification read = read(words, chain);
        for (Rule rule : read.rules()) {
            rules.insert(table, chain, number, rule, read.counters(Counters.ZERO));
        }
    }

    private void delete(Words words) {
        String chain = chain(words);
        if (Request.isNumber(words.peek())) {
            rules.delete(table, chain, words.nextNumber("a rule's number"));
        } else {
            read(words, chain).rules().forEach(rule -> rules.delete(table, chain, rule));
        }
    }

    private void replace(Words words) {
        String chain = chain(words);
        int number = words.nextNumber("a rule's number");
        RuleParser.Specification read = read(words, chain);
        List<Rule> replacements = read.rules();
        if (replacements.size() != 1) {
            throw new IllegalArgumentException(
                    "Replacement rule does not specify a unique address; name one source and one destination");
        }
        rules.delete(table, chain, number);
        rules.insert(table, chain, number, replacements.get(0), read.counters(Counters.ZERO));
    }

    private void check(Words words) {
        String chain = chain(words);
        for (Rule rule : read(words, chain).rules()) {
            if (!rules.chain(table, chain).rules().contains(rule)) {
                throw new IllegalArgumentException("Bad rule (does a matching rule exist in that chain?): chain "
                        + chain + " has no rule \"" + rule + "\"; compare with -S " + chain);
            }
        }
    }

    void create(String name) {
        requireNoTarget(name);
        rules.create(table, name);
    }

    private void rename(Words words) {
        String from = chain(words);
        String to = words.next("a new name");
        requireNoTarget(to);
        rules.rename(table, from, to);
    }

    private void requireNoTarget(String name) {
        if (family.extensions().isTarget(name)) {
            throw new IllegalArgumentException(
                    "chain name may not clash with target name: " + name + "; take another name");
        }
    }

    private void policy(Words words) {
        String chain = chain(words);
        String name = words.next("ACCEPT or DROP");
        if (name.equals("DROP") && table == Table.NAT) {
            throw new IllegalArgumentException(NO_FILTER);
        }
        setPolicy(chain, name);
        if (words.take("-c", "--set-counters")) {
            rules.counters(table, chain, new Counters(words.nextNumber("packets"), words.nextNumber("bytes")));
        }
    }

    void setPolicy(String chain, String name) {
        if (!name.equals("ACCEPT") && !name.equals("DROP")) {
            throw new IllegalArgumentException(
                    "Bad policy name \"" + name + "\" of chain " + chain + "; a policy is ACCEPT or DROP");
        }
        rules.policy(table, chain, name.equals("DROP") ? Verdict.DROP : Verdict.ACCEPT);
    }

    private void zero(Words words) {
        List<Chain> chains = each(words);
        if (words.hasNext()) {
            rules.zero(table, chains.get(0).name(), words.nextNumber("a rule's number"));
        } else {
            chains.forEach(chain -> rules.zero(table, chain.name()));
        }
    }

    private void deleteChains(Words words) {
        boolean all = !words.hasNext();
        for (Chain chain : each(words)) {
            if (!all || chain.hook().isEmpty()) {
                rules.delete(table, chain.name());
            }
        }
    }

    /** The chain that is named, or all if none is. */
    private List<Chain> each(Words words) {
        return words.hasNext() ? List.of(rules.chain(table, chain(words))) : rules.chains(table);
    }
}
