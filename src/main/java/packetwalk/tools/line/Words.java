package packetwalk.tools.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;

/** The arguments of one command, read from left to right. */
public final class Words {

    private final String command;
    private final List<Word> words;
    private int next;

    public Words(String command, List<Word> words) {
        this.command = command;
        this.words = new ArrayList<>(words);
    }

    /** The tool, and the object within it, for messages. */
    public String command() {
        return command;
    }

    public boolean hasNext() {
        return next < words.size();
    }

    /** How many words were not taken yet. */
    public int left() {
        return words.size() - next;
    }

    /** The next word without taking it; empty at the end. */
    public String peek() {
        return hasNext() ? words.get(next).text() : "";
    }

    /** Takes the next word if it is one of {@code options}. */
    public boolean take(String... options) {
        if (hasNext() && List.of(options).contains(peek())) {
            next++;
            return true;
        }
        return false;
    }

    /** Takes the next word; there must be one. */
    public String next(String what) {
        return nextWord(what).text();
    }

    public Word nextWord(String what) {
        if (!hasNext()) {
            throw new IllegalArgumentException(command + ": " + what + " is missing at the end; add it");
        }
        return words.get(next++);
    }

    /** All that were not taken yet, taken now, as one text. */
    public String text() {
        List<String> rest =
                words.subList(next, words.size()).stream().map(Word::text).toList();
        next = words.size();
        return String.join(" ", rest);
    }

    /** Puts a word in front of those that were not taken yet. */
    public void push(Word word) {
        words.add(next, word);
    }

    /** Whether the next word is a value: no option, and no {@code !} before one. */
    public boolean nextIsValue() {
        Word word = words.get(next);
        return word.quoted() || (!word.text().startsWith("-") && !word.text().equals("!"));
    }

    /** What was not taken yet, taken now. */
    public Words rest(String object) {
        Words rest = new Words(command + " " + object, words.subList(next, words.size()));
        next = words.size();
        return rest;
    }

    /**
     * Takes a verb, which may be cut short as iproute2 allows: the first of {@code verbs} that begins so.
     *
     * @return the verb; {@code list} if there are no more words
     */
    public String verb(String... verbs) {
        if (!hasNext()) {
            return "list";
        }
        String typed = peek();
        Optional<String> verb =
                List.of(verbs).stream().filter(each -> each.startsWith(typed)).findFirst();
        if (verb.isEmpty()) {
            throw new IllegalArgumentException(
                    "Command \"" + typed + "\" is unknown; " + command + " knows " + String.join(", ", verbs));
        }
        next++;
        return verb.get();
    }

    /** Takes a number, decimal or with {@code 0x}. */
    public int nextNumber(String what) {
        String text = next(what);
        try {
            return (int) parseNumber(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    command + ": " + what + " \"" + text + "\" is not a number; write 100 or 0x64", e);
        }
    }

    /** Reads an unsigned 32-bit number, decimal or with {@code 0x}. */
    public static long parseNumber(String text) {
        long number = text.startsWith("0x") || text.startsWith("0X")
                ? Long.parseLong(text.substring(2), 16)
                : Long.parseLong(text);
        if (number < 0 || number > 0xffff_ffffL) {
            throw new NumberFormatException(text);
        }
        return number;
    }

    public IpAddress nextAddress(String what) {
        return IpAddress.parse(next(what));
    }

    /** Takes a prefix: {@code default}, {@code 10.0.1.0/24}, {@code 10.0/16}, or an address alone. */
    public Cidr nextPrefix(String what) {
        return prefix(next(what));
    }

    public static Cidr prefix(String text) {
        return switch (text) {
            case "default", "all", "any" -> Cidr.ALL_V4;
            default -> Cidr.parse(withAllOctets(text));
        };
    }

    /** iproute2 and iptables let trailing octets be left out before a slash: 10.0/16. */
    public static String withAllOctets(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.indexOf(':') >= 0) {
            return text;
        }
        StringBuilder address = new StringBuilder(text.substring(0, slash));
        for (long dots = address.chars().filter(c -> c == '.').count(); dots < 3; dots++) {
            address.append(".0");
        }
        return address + text.substring(slash);
    }

    /** A word that nobody expects here. */
    public IllegalArgumentException unexpected(String known) {
        return new IllegalArgumentException(command + ": \"" + peek() + "\" is not understood here; it takes " + known);
    }
}
