package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.netfilter.Counters;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.target.JumpTarget;
import packetwalk.net.Protocol;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/**
 * Reads one rule as {@code iptables -A} takes it: what any rule can have (addresses, devices, protocol), and what
 * extensions add ({@code -m}, {@code -j}). The order is free; the rule that comes out is in {@code iptables-save}'s.
 */
final class RuleParser {

    /**
     * What was read.
     *
     * @param rules one for each pair of a source and a destination; several can be divided by commas
     * @param given counters, by {@code -c}; null if none were
     */
    record Specification(List<Rule> rules, @Nullable Counters given) {

        /** The counters to begin with; {@code start} if none were given. */
        Counters counters(Counters start) {
            return given == null ? start : given;
        }
    }

    private final Words words;
    private final RuleHead head;
    private final List<Extension> matches = new ArrayList<>(4);
    private @Nullable Extension target;
    private @Nullable Counters counters;
    private boolean comesBack = true;
    private boolean negated;

    private RuleParser(Words words, String chain) {
        this.words = words;
        this.head = new RuleHead(chain);
    }

    /**
     * Reads all that is left of {@code words}.
     *
     * @param chain the chain that it is for: INPUT has no outgoing device
     * @throws IllegalArgumentException if iptables would refuse it
     */
    static Specification read(Words words, String chain) {
        RuleParser parser = new RuleParser(words, chain);
        while (words.hasNext()) {
            Word word = words.nextWord("an option");
            if (word.text().equals("!") && !word.quoted()) {
                parser.requireNoNegation("!");
                parser.negated = true;
            } else {
                parser.option(parser.apart(word.text()));
                parser.negated = false;
            }
        }
        parser.requireNoNegation("the end");
        return new Specification(parser.rules(), parser.counters);
    }

    /** {@code --dport=80} is two words, and so is {@code -ptcp}. */
    private String apart(String option) {
        int end = option.startsWith("--") ? option.indexOf('=') : option.startsWith("-") ? 2 : -1;
        if (end < 0 || end >= option.length()) {
            return option;
        }
        words.push(new Word(option.substring(option.startsWith("--") ? end + 1 : end), false));
        return option.substring(0, end);
    }

    private void option(String option) {
        if (head.take(option, negated, words)) {
            return;
        }
        switch (option) {
            case "-m", "--match" -> {
                requireNoNegation(option);
                matches.add(match(words.next("a match")));
            }
            case "-j", "--jump" -> jump(option, true);
            case "-g", "--goto" -> jump(option, false);
            case "-c", "--set-counters" -> count();
            default -> extensionOption(option);
        }
    }

    private void count() {
        // both numbers may be one word: -c 5,6
        String[] both = words.next("packets").split(",", 2);
        String bytes = both.length > 1 ? both[1] : words.next("bytes");
        if (!Request.isNumber(both[0]) || !Request.isNumber(bytes) || both[0].length() + bytes.length() > 36) {
            throw new IllegalArgumentException(
                    "-c packet counter not numeric: \"" + both[0] + " " + bytes + "\"; write -c PACKETS BYTES");
        }
        counters = new Counters(Long.parseLong(both[0]), Long.parseLong(bytes));
    }

    private static Extension match(String name) {
        if (!Extensions.isMatch(name)) {
            throw new IllegalArgumentException(
                    "Couldn't load match `" + name + "': No such file or directory; iptables has no such match");
        }
        return new Extension(name, Extensions.match(name));
    }

    private void jump(String option, boolean back) {
        requireNoNegation(option);
        if (target != null) {
            throw new IllegalArgumentException("multiple " + option + " flags not allowed; leave one out");
        }
        String name = words.next("a target");
        target = new Extension(name, Extensions.target(name));
        comesBack = back;
    }

    private void extensionOption(String option) {
        if (!option.startsWith("-")) {
            throw new IllegalArgumentException(
                    "Bad argument `" + option + "'; each value follows an option, as in --dport 80");
        }
        Extension owner = owner(option);
        Syntax<?> syntax = owner.syntax();
        if (syntax == null) {
            owner.add(new Extension.Option(option, negated, valuesThatFollow()));
            return;
        }
        String name = syntax.option(option).orElse(option);
        int count = syntax.options().getOrDefault(name, 0);
        List<Word> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(words.nextWord("a value for " + name));
        }
        owner.add(new Extension.Option(name, negated, values));
    }

    /** Of an extension that is not modelled nobody knows how many values an option takes. */
    private List<Word> valuesThatFollow() {
        List<Word> values = new ArrayList<>();
        while (words.hasNext() && words.nextIsValue()) {
            values.add(words.nextWord("a value"));
        }
        return values;
    }

    /** The extension that an option is for: the last that knows it, else the last that takes any. */
    private Extension owner(String option) {
        List<Extension> candidates = matches;
        if (target != null && Extensions.isTarget(target.name())) {
            candidates = new ArrayList<>(matches);
            candidates.add(target);
        }
        for (int i = candidates.size() - 1; i >= 0; i--) {
            Extension candidate = candidates.get(i);
            if (candidate.syntax() != null && candidate.syntax().option(option).isPresent()) {
                return candidate;
            }
        }
        Extension implied = impliedByProtocol(option, candidates);
        if (implied != null) {
            matches.add(implied);
            return implied;
        }
        for (int i = candidates.size() - 1; i >= 0; i--) {
            if (candidates.get(i).syntax() == null) {
                return candidates.get(i);
            }
        }
        throw new IllegalArgumentException(
                "unknown option \"" + option + "\"; name its match first, as -p tcp for --dport or -m mark for --mark");
    }

    /** {@code -p tcp --dport 80} means {@code -p tcp -m tcp --dport 80}. */
    private @Nullable Extension impliedByProtocol(String option, List<Extension> candidates) {
        String name = head.protocol().map(Protocol::toString).orElse("");
        boolean there = matches.stream().anyMatch(each -> each.name().equals(name));
        if (there || !Extensions.isMatch(name)) {
            return null;
        }
        Syntax<?> syntax = Extensions.match(name);
        boolean takes = syntax == null
                ? candidates.stream().allMatch(each -> each.syntax() != null)
                : syntax.option(option).isPresent();
        return takes ? new Extension(name, syntax) : null;
    }

    private void requireNoNegation(String before) {
        if (negated) {
            throw new IllegalArgumentException("! cannot stand before " + before + "; it negates the option after it");
        }
    }

    private List<Rule> rules() {
        Optional<Protocol> protocol = head.protocol();
        List<Match> tail = new ArrayList<>(matches.size());
        for (Extension each : matches) {
            tail.add(Extensions.match(new Options(each.name(), each.options(), protocol)));
        }
        return head.rules(tail, target == null ? Optional.empty() : Optional.of(action(target, protocol)));
    }

    /** The target; a name that no target has is taken for a chain. */
    private Target action(Extension named, Optional<Protocol> protocol) {
        return Extensions.isTarget(named.name()) && comesBack
                ? Extensions.target(new Options(named.name(), named.options(), protocol))
                : new JumpTarget(named.name(), comesBack);
    }
}
