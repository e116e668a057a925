package packetwalk.tools.iptables;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.netfilter.Chain;
import packetwalk.linux.netfilter.Counters;
import packetwalk.linux.netfilter.RuleSet;
import packetwalk.linux.xtables.Table;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/** One file of rules on its way into a draft: iptables/xtables-restore.c {@code xtables_restore_parse()}. */
final class RuleFile {

    /** What fits into a buffer of 10,240 with its ends. */
    private static final int LONGEST_LINE = 10_238;

    private final RuleSet draft;
    private final Afinfo family;
    private final boolean flush;
    private final boolean withCounters;
    private final Optional<Table> only;
    private final StringBuilder printed = new StringBuilder();
    private @Nullable Table table;

    /** Whether the table that is being read is none that was asked for. */
    private boolean skipping;

    /**
     * A file to be loaded.
     *
     * @param family whose rules they are
     * @param before what is there; a draft is made of it
     * @param flush whether a table that the file has is emptied first
     * @param withCounters whether the counters in the file are taken over
     * @param only the table to be loaded; all if empty
     */
    RuleFile(Afinfo family, RuleSet before, boolean flush, boolean withCounters, Optional<Table> only) {
        this.family = family;
        this.draft = before.draft();
        this.flush = flush;
        this.withCounters = withCounters;
        this.only = only;
    }

    /** What was there, with what the file says. */
    RuleSet draft() {
        return draft;
    }

    /**
     * Reads the whole file.
     *
     * @return what its commands print; a file may list
     * @throws IllegalArgumentException with the number of the line, the reason and the remedy
     */
    String read(String file) {
        int number = 0;
        int start = 0;
        while (start < file.length()) {
            int end = file.indexOf('\n', start);
            end = end < 0 ? file.length() : end;
            number++;
            try {
                line(file.substring(start, end));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        family.tool() + "-restore: line " + number + " failed: " + e.getMessage()
                                + "; nothing was loaded",
                        e);
            }
            start = end + 1;
        }
        if (table != null) {
            throw new IllegalArgumentException(family.tool() + "-restore: COMMIT expected at line " + (number + 1)
                    + ": the file ends within table " + table + "; nothing was loaded");
        }
        return printed.toString();
    }

    private void line(String line) {
        if (line.length() > LONGEST_LINE) {
            throw new IllegalArgumentException(
                    "it has " + line.length() + " characters, and the real one cuts it after " + LONGEST_LINE
                            + "; is it a whole file in one line? divide it");
        }
        if (line.isEmpty() || line.charAt(0) == '#') {
            return;
        }
        if (line.charAt(line.length() - 1) == '\r') {
            throw new IllegalArgumentException("it ends with a carriage return, which would be part of its last word;"
                    + " save the file with Linux' ends of lines");
        }
        if (table == null) {
            begin(line);
        } else if (line.equals("COMMIT")) {
            if (!skipping) {
                draft.validate(table);
            }
            table = null;
        } else if (!skipping) {
            content(table, line);
        }
    }

    private void begin(String line) {
        if (line.charAt(0) != '*') {
            throw new IllegalArgumentException(
                    "\"" + line + "\" stands in no table; a line such as *filter must come before");
        }
        table = Request.table(line.substring(1).stripTrailing());
        skipping = only.isPresent() && only.get() != table;
        if (skipping) {
            return;
        }
        if (flush) {
            draft.drop(table);
        }
        draft.touch(table);
    }

    private void content(Table current, String line) {
        char first = line.charAt(0);
        if (first == '*') {
            throw new IllegalArgumentException(
                    "table " + line.substring(1) + " begins within table " + current + "; COMMIT must come before");
        }
        if (first == ':') {
            chain(current, RestoreLine.words(line.substring(1)));
        } else {
            command(current, line);
        }
    }

    /** {@code :INPUT ACCEPT [0:0]} or {@code :OWN - [0:0]}; an own one that is there is emptied. */
    private void chain(Table current, List<Word> words) {
        String name = words.isEmpty() ? "" : words.get(0).text();
        if (words.size() < 2) {
            throw new IllegalArgumentException(
                    "chain " + name + " has no policy; write :" + name + " - [0:0], or ACCEPT where it is built in");
        }
        Optional<Chain> there = draft.find(current, name);
        RuleEdit edit = new RuleEdit(draft, current, family);
        if (there.isPresent() && there.get().hook().isPresent()) {
            String policy = words.get(1).text();
            if (!policy.equals("-")) {
                edit.setPolicy(name, policy);
            }
        } else if (there.isPresent()) {
            draft.flush(current, name);
        } else {
            edit.create(name);
        }
        if (withCounters && words.size() > 2) {
            draft.counters(current, name, counters(words.get(2).text()));
        }
    }

    private void command(Table current, String line) {
        Words words = new Words(family.tool() + "-restore", RestoreLine.words(line));
        Counters counters = Counters.ZERO;
        if (words.peek().startsWith("[")) {
            counters = counters(words.next("counters"));
        }
        if (words.take("-A")) {
            new RuleEdit(draft, current, family).append(words, withCounters ? counters : Counters.ZERO);
            return;
        }
        Request request = Request.read(words);
        if (request.table().isPresent()) {
            throw new IllegalArgumentException(
                    "The -t option cannot be used in " + family.tool() + "-restore; the table is " + current + " here");
        }
        // a file may serve both families: a rule marked -6 is ip6tables-restore's, one marked -4 is not
        if (!request.has(family.other())) {
            printed.append(IptablesCommand.run(family, request, draft, current));
        }
    }

    /** {@code [packets:bytes]}. */
    private static Counters counters(String text) {
        int colon = text.indexOf(':');
        if (colon > 1 && text.startsWith("[") && text.endsWith("]")) {
            try {
                return new Counters(
                        Long.parseUnsignedLong(text.substring(1, colon)),
                        Long.parseUnsignedLong(text.substring(colon + 1, text.length() - 1)));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(bad(text), e);
            }
        }
        throw new IllegalArgumentException(bad(text));
    }

    private static String bad(String counters) {
        return "counters \"" + counters + "\" cannot be read; write [PACKETS:BYTES], as [0:0]";
    }
}
