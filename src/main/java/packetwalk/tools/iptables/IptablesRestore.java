package packetwalk.tools.iptables;

import java.util.Optional;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Table;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/**
 * {@code iptables-restore}, {@code ip6tables-restore}: loads what {@code iptables-save} wrote, all of it or nothing.
 *
 * <p>The real one commits table by table, and so leaves those that came before a broken line; this one does not.
 */
public final class IptablesRestore implements Tool {

    private final Afinfo family;
    private final RuleSet rules;

    public IptablesRestore(Afinfo family, RuleSet rules) {
        this.family = family;
        this.rules = rules;
    }

    @Override
    public String run(Words words, String input) {
        boolean flush = true;
        boolean commit = true;
        boolean counters = false;
        Optional<Table> only = Optional.empty();
        while (words.hasNext()) {
            if (words.take("-n", "--noflush")) {
                flush = false;
            } else if (words.take("-t", "--test")) {
                commit = false;
            } else if (words.take("-c", "--counters")) {
                counters = true;
            } else if (words.take("-T", "--table")) {
                only = Optional.of(Request.table(words.next("a table")));
            } else if (words.take("-w", "--wait", "-W", "--wait-interval")) {
                if (Request.isNumber(words.peek())) {
                    words.next("seconds");
                }
            } else if (!words.take("-v", "--verbose", "-4", "--ipv4", "-6", "--ipv6")) {
                throw words.unexpected("--noflush, --counters, --table TABLE and --test");
            }
        }
        RuleFile file = new RuleFile(family, rules, flush, counters, only);
        String printed = file.read(input);
        if (commit) {
            rules.commit(file.draft());
        }
        return printed;
    }
}
