package packetwalk.tools;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import packetwalk.linux.xtables.Accounting;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Words;

/**
 * {@code nfacct}: the accounting objects that {@code -m nfacct} counts in. Left out: json and xml, which have the time of
 * day in them, and {@code monitor}.
 */
final class NfacctCommand implements Tool {

    private static final Pattern LINE =
            Pattern.compile("\\{ pkts = 0*([0-9]{1,18}), bytes = 0*([0-9]{1,18}) \\} = (.{1,31}?);");

    private final Accounting accounting;

    NfacctCommand(Accounting accounting) {
        this.accounting = accounting;
    }

    @Override
    public String run(Words words, String input) {
        String command = words.next("list, add, delete, get, flush or restore");
        String text = switch (command) {
            case "list" -> printed(accounting.counters(), words);
            case "add" -> added(words);
            case "delete", "del" -> deleted(words);
            case "get" -> printed(List.of(accounting.existing(words.next("an object's name"))), words);
            case "flush" -> flushed(words);
            case "restore" -> restored(words, input);
            default ->
                throw new IllegalArgumentException(
                        "nfacct: Unknown command: " + command + "; it takes list, add, delete, get, flush and restore");
        };
        requireEnd(words);
        return text;
    }

    private static void requireEnd(Words words) {
        if (words.hasNext()) {
            throw words.unexpected("nothing more");
        }
    }

    private static String printed(List<Accounting.Counter> counters, Words words) {
        String text = counters.stream().map(NfacctCommand::line).collect(Collectors.joining());
        boolean reset = words.take("reset");
        requireEnd(words);
        if (reset) {
            counters.forEach(Accounting.Counter::reset);
        }
        return text;
    }

    private static String line(Accounting.Counter counter) {
        return "{ pkts = %020d, bytes = %020d } = %s;\n".formatted(counter.packets(), counter.bytes(), counter.name());
    }

    /** A longer name is cut, as the real tool does. */
    private static String cut(String name) {
        return name.substring(0, Math.min(name.length(), Accounting.LONGEST_NAME));
    }

    private String added(Words words) {
        String name = words.next("an object's name");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("nfacct: Invalid argument: an object's name must not be empty");
        }
        requireEnd(words);
        accounting.add(cut(name));
        return "";
    }

    private String deleted(Words words) {
        String name = words.next("an object's name");
        requireEnd(words);
        accounting.delete(name);
        return "";
    }

    private String flushed(Words words) {
        requireEnd(words);
        accounting.flush();
        return "";
    }

    /** What {@code list} printed makes the objects again, with what they had counted. */
    private String restored(Words words, String input) {
        requireEnd(words);
        List<Matcher> lines = input.lines()
                .filter(line -> !line.isBlank())
                .map(NfacctCommand::matched)
                .toList();
        Set<String> names = new HashSet<>();
        for (Matcher line : lines) {
            String name = line.group(3);
            if (accounting.find(name).isPresent() || !names.add(name)) {
                throw new IllegalArgumentException(
                        "Device or resource busy: object " + name + " exists already; leave it out");
            }
        }
        for (Matcher line : lines) {
            accounting.add(line.group(3));
            accounting.existing(line.group(3)).restore(number(line.group(1)), number(line.group(2)));
        }
        return "";
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }

    private static Matcher matched(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "nfacct: invalid line \"" + line + "\"; write { pkts = 0, bytes = 0 } = NAME;");
        }
        return matcher;
    }
}
