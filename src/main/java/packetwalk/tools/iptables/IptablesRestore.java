package packetwalk.tools.iptables;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Table;
import packetwalk.tools.line.CommandLine;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/**
 * {@code iptables-restore}: loads what {@code iptables-save} wrote, all of it or nothing.
 *
 * <p>The real one commits table by table, and so leaves those that came before a broken line; this one does not.
 */
public final class IptablesRestore implements Tool {

    private final RuleSet rules;

    public IptablesRestore(RuleSet rules) {
        this.rules = rules;
    }

    @Override
    public String run(Words words, String input) {
        boolean flush = true;
        boolean commit = true;
        while (words.hasNext()) {
            if (words.take("-n", "--noflush")) {
                flush = false;
            } else if (words.take("-t", "--test")) {
                commit = false;
            } else if (!words.take("-c", "--counters", "-v", "--verbose", "-w", "--wait")) {
                throw words.unexpected("--noflush and --test");
            }
        }
        RuleSet draft = rules.copy();
        new Loading(draft, flush).all(input);
        if (commit) {
            rules.become(draft);
        }
        return "";
    }

    /** One file on its way into a copy of the rule set. */
    private static final class Loading {
        private final RuleSet draft;
        private final boolean flush;
        private @Nullable Table table;

        Loading(RuleSet draft, boolean flush) {
            this.draft = draft;
            this.flush = flush;
        }

        void all(String file) {
            int number = 0;
            for (String line : file.lines().toList()) {
                number++;
                try {
                    line(line);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "iptables-restore: line " + number + " failed: " + e.getMessage() + "; nothing was loaded",
                            e);
                }
            }
            if (table != null) {
                throw new IllegalArgumentException("iptables-restore: COMMIT expected at line " + (number + 1)
                        + ": the file ends within table " + table + "; nothing was loaded");
            }
        }

        private void line(String line) {
            if (line.isBlank() || line.startsWith("#")) {
                return;
            }
            if (line.startsWith("*")) {
                open(line.substring(1).strip());
                return;
            }
            Table current = Optional.ofNullable(table)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"" + line + "\" stands in no table; a line such as *filter must come before"));
            if (line.strip().equals("COMMIT")) {
                HookCheck.check(draft, current);
                table = null;
            } else if (line.startsWith(":")) {
                chain(current, line.substring(1).strip().split("\\s+"));
            } else {
                rule(current, line);
            }
        }

        private void open(String name) {
            if (table != null) {
                throw new IllegalArgumentException(
                        "table " + name + " begins within table " + table + "; COMMIT must come before");
            }
            table = IptablesCommand.table(name);
            if (flush) {
                draft.drop(table);
            }
            draft.touch(table);
        }

        /** {@code :INPUT ACCEPT [0:0]} or {@code :OWN - [0:0]}; names anew what is there, emptied. */
        private void chain(Table current, String[] words) {
            String name = words[0];
            String policy = words.length > 1 ? words[1] : "";
            if (current.hooks().stream().anyMatch(hook -> hook.name().equals(name))) {
                if (!policy.equals("-")) {
                    new RuleEdit(draft, current).setPolicy(name, policy);
                }
            } else if (!policy.equals("-")) {
                throw new IllegalArgumentException("chain " + name + " is not built into table " + current
                        + " and so has no policy \"" + policy + "\"; write :" + name + " - [0:0]");
            } else if (draft.chains(current).stream()
                    .anyMatch(each -> each.name().equals(name))) {
                draft.flush(current, name);
            } else {
                new RuleEdit(draft, current).apply("-N", new Words("-N", List.of(new Word(name, true))));
            }
        }

        private void rule(Table current, String line) {
            Words words = new Words("iptables-restore", CommandLine.split(line));
            if (words.peek().matches("\\[[0-9]+:[0-9]+]")) {
                words.next("counters");
            }
            if (words.take("-t", "--table")) {
                throw new IllegalArgumentException(
                        "The -t option cannot be used in iptables-restore; the table is " + current + " here");
            }
            String command = words.next("a command");
            if (!RuleEdit.isEdit(command)) {
                throw new IllegalArgumentException("\"" + command + "\" is no command; a rule begins with -A CHAIN");
            }
            new RuleEdit(draft, current).apply(command, words);
        }
    }
}
