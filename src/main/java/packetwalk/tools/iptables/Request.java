package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.xtables.Table;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/**
 * One command as it was typed, sorted: options that are for any command may stand anywhere; iptables/xshared.c
 * {@code do_parse()}.
 */
final class Request {

    private static final Map<String, String> LONG_NAMES = Map.ofEntries(
            Map.entry("--append", "-A"),
            Map.entry("--check", "-C"),
            Map.entry("--delete", "-D"),
            Map.entry("--delete-chain", "-X"),
            Map.entry("--exact", "-x"),
            Map.entry("--flush", "-F"),
            Map.entry("--insert", "-I"),
            Map.entry("--ipv4", "-4"),
            Map.entry("--ipv6", "-6"),
            Map.entry("--list", "-L"),
            Map.entry("--list-rules", "-S"),
            Map.entry("--new-chain", "-N"),
            Map.entry("--numeric", "-n"),
            Map.entry("--policy", "-P"),
            Map.entry("--rename-chain", "-E"),
            Map.entry("--replace", "-R"),
            Map.entry("--table", "-t"),
            Map.entry("--verbose", "-v"),
            Map.entry("--wait", "-w"),
            Map.entry("--zero", "-Z"),
            Map.entry("--line-number", "--line-numbers"));

    private static final String COMMANDS = "ACDEFILNPRSXZ";
    private static final String FLAGS = "nvx46";

    private Optional<Table> table = Optional.empty();
    private String command = "";
    private boolean zero;
    private final StringBuilder flags = new StringBuilder();
    private boolean lineNumbers;
    private final List<Word> rest = new ArrayList<>();

    private Request() {}

    /**
     * Reads all of {@code words}.
     *
     * @throws IllegalArgumentException if there is no command, or more than one
     */
    static Request read(Words words) {
        Request request = new Request();
        while (words.hasNext()) {
            request.take(words);
        }
        if (request.command.isEmpty()) {
            throw new IllegalArgumentException(
                    "no command specified; use -A, -I, -D, -L, -S or another of iptables(8)");
        }
        return request;
    }

    /** The table that was named. */
    Optional<Table> table() {
        return table;
    }

    /** The command, by its short name: {@code -A}. */
    String command() {
        return command;
    }

    /** Whether {@code -Z} stands beside {@code -L} or {@code -S}. */
    boolean zero() {
        return zero;
    }

    /** Whether one of {@code -n -v -x -4 -6} was given. */
    boolean has(char flag) {
        return flags.indexOf(String.valueOf(flag)) >= 0;
    }

    boolean lineNumbers() {
        return lineNumbers;
    }

    /** What is the command's own. */
    Words rest(String tool) {
        return new Words(tool + " " + command, rest);
    }

    private void take(Words words) {
        Word word = words.nextWord("an option");
        if (word.quoted() || !word.text().startsWith("-") || word.text().length() < 2) {
            rest.add(word);
            return;
        }
        String option = LONG_NAMES.getOrDefault(word.text(), word.text());
        if (option.equals("--line-numbers")) {
            lineNumbers = true;
        } else if (option.equals("-t")) {
            table = Optional.of(table(words.next("a table")));
        } else if (option.startsWith("-t")) {
            table = Optional.of(table(option.substring(2)));
        } else if (option.equals("-w")) {
            if (isNumber(words.peek())) {
                words.next("seconds");
            }
        } else if (!letters(option)) {
            rest.add(word);
        }
    }

    /** {@code -A}, or several letters after one dash: {@code -nvL}. Takes none unless it knows all. */
    private boolean letters(String option) {
        boolean known = option.chars().skip(1).allMatch(c -> FLAGS.indexOf(c) >= 0 || COMMANDS.indexOf(c) >= 0);
        if (!known) {
            return false;
        }
        option.chars().skip(1).forEach(letter -> {
            if (COMMANDS.indexOf(letter) >= 0) {
                command("-" + (char) letter);
            } else {
                flags.append((char) letter);
            }
        });
        return true;
    }

    private void command(String name) {
        boolean listing = name.equals("-L") || name.equals("-S");
        if (command.isEmpty() || (command.equals("-Z") && listing)) {
            zero = command.equals("-Z");
            command = name;
        } else if (name.equals("-Z") && (command.equals("-L") || command.equals("-S"))) {
            zero = true;
        } else {
            throw new IllegalArgumentException(
                    "Cannot use " + name + " with " + command + "; give one command at a time");
        }
    }

    static Table table(String name) {
        return Table.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "table '" + name + "' does not exist; use filter, nat, mangle, raw or security"));
    }

    static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
