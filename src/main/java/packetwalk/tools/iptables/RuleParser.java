package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.netfilter.Counters;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Rule;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.ProtocolMatch;
import packetwalk.linux.xtables.target.JumpTarget;
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
     * @param rules one for each pair of a source and a destination, of which several can be divided by commas; none if a
     *     file for both families means it for the other one
     * @param given counters, by {@code -c}; null if none were
     */
    record Specification(List<Rule> rules, @Nullable Counters given) {

        /** The counters to begin with; {@code start} if none were given. */
        Counters counters(Counters start) {
            return given == null ? start : given;
        }
    }

    private final Words words;
    private final Afinfo family;
    private final Extensions extensions;
    private final RuleHead head;
    private final List<Extension> matches = new ArrayList<>(4);
    private @Nullable Extension target;
    private @Nullable Counters counters;
    private boolean comesBack = true;
    private boolean negated;
    private boolean ofOther;

    private RuleParser(Words words, String chain, Afinfo family) {
        this.words = words;
        this.family = family;
        this.extensions = family.extensions();
        this.head = new RuleHead(chain, family);
    }

    /**
     * Reads all that is left of {@code words}.
     *
     * @param chain the chain that it is for: INPUT has no outgoing device
     * @throws IllegalArgumentException if iptables would refuse it
     */
    static Specification read(Words words, String chain, Afinfo family) {
        RuleParser parser = new RuleParser(words, chain, family);
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

    private void option(String typed) {
        String option = knownInFull(typed) == null ? RuleHead.inFull(typed) : typed;
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
            case "-4", "--ipv4", "-6", "--ipv6" -> {
                requireNoNegation(option);
                ofOther |= option.indexOf(family.other()) >= 0;
            }
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

    private Extension match(String typed) {
        String name = extensions.name(typed);
        if (!extensions.isMatch(name)) {
            throw new IllegalArgumentException("Couldn't load match `" + name + "': No such file or directory; "
                    + family.tool() + " has no such match");
        }
        return new Extension(name, extensions.match(name));
    }

    private void jump(String option, boolean back) {
        requireNoNegation(option);
        if (target != null) {
            throw new IllegalArgumentException("multiple " + option + " flags not allowed; leave one out");
        }
        String name = words.next("a target");
        target = new Extension(name, extensions.target(name));
        comesBack = back;
    }

    private void extensionOption(String option) {
        if (!option.startsWith("-")) {
            throw new IllegalArgumentException(
                    "Bad argument `" + option + "'; each value follows an option, as in --dport 80");
        }
        Extension owner = owner(option);
        Syntax<?> syntax = owner.syntax();
        Syntax.Form form = syntax == null ? null : syntax.option(option);
        if (form == null) {
            owner.add(new Extension.Option(option, negated, valuesThatFollow()), null);
            return;
        }
        List<Word> values = new ArrayList<>(form.words());
        for (int i = 0; i < form.words(); i++) {
            values.add(words.nextWord("a value for " + form.name()));
        }
        owner.add(new Extension.Option(form.name(), negated, values), form);
    }

    /** Of an extension that is not modelled nobody knows how many values an option takes. */
    private List<Word> valuesThatFollow() {
        List<Word> values = new ArrayList<>();
        while (words.hasNext() && words.nextIsValue()) {
            values.add(words.nextWord("a value"));
        }
        return values;
    }

    /** The extension that an option is for: the last that knows it in full, or cut short, else the last that takes any. */
    private Extension owner(String option) {
        List<Extension> candidates = candidates();
        Extension owner = knownInFull(option);
        if (owner == null) {
            owner = last(candidates, syntax -> syntax != null && syntax.option(option) != null);
        }
        if (owner == null) {
            owner = impliedByProtocol(option);
        }
        if (owner == null) {
            owner = last(candidates, syntax -> syntax == null);
        }
        if (owner == null) {
            throw new IllegalArgumentException("unknown option \"" + option
                    + "\"; name its match first, as -p tcp for --dport or -m mark for --mark");
        }
        return owner;
    }

    /** The last extension that has an option of that very name. */
    private @Nullable Extension knownInFull(String option) {
        return last(candidates(), syntax -> syntax != null && syntax.exactly(option) != null);
    }

    private List<Extension> candidates() {
        if (target == null || !extensions.isTarget(target.name())) {
            return matches;
        }
        List<Extension> candidates = new ArrayList<>(matches);
        candidates.add(target);
        return candidates;
    }

    /** Of several that know an option, the one that was first named last has it; then it is for the last of that name. */
    private static @Nullable Extension last(List<Extension> candidates, Predicate<@Nullable Syntax<?>> fits) {
        for (int i = candidates.size() - 1; i >= 0; i--) {
            Extension candidate = candidates.get(i);
            if (fits.test(candidate.syntax()) && lastNamed(candidate.name(), candidates.subList(0, i)) == null) {
                return lastNamed(candidate.name(), candidates);
            }
        }
        return null;
    }

    private static @Nullable Extension lastNamed(String name, List<Extension> candidates) {
        for (int i = candidates.size() - 1; i >= 0; i--) {
            if (candidates.get(i).name().equals(name)) {
                return candidates.get(i);
            }
        }
        return null;
    }

    /** {@code -p tcp --dport 80} means {@code -p tcp -m tcp --dport 80}. */
    private @Nullable Extension impliedByProtocol(String option) {
        String name = extensions.name(
                head.only().map(each -> each.protocol().toString()).orElse(""));
        Syntax<?> syntax = extensions.match(name);
        if (syntax == null || syntax.option(option) == null) {
            return null;
        }
        for (Extension match : matches) {
            if (match.name().equals(name)) {
                return null;
            }
        }
        Extension implied = new Extension(name, syntax);
        matches.add(implied);
        return implied;
    }

    private void requireNoNegation(String before) {
        if (negated) {
            throw new IllegalArgumentException("! cannot stand before " + before + "; it negates the option after it");
        }
    }

    private List<Rule> rules() {
        if (ofOther) {
            return List.of();
        }
        Optional<ProtocolMatch> protocol = head.only();
        List<Match> tail = new ArrayList<>(matches.size());
        for (Extension each : matches) {
            NativeExpressions.add(tail, extensions.match(new Options(each.name(), each.options(), protocol)));
        }
        return head.rules(tail, target == null ? Optional.empty() : Optional.of(action(target, protocol)));
    }

    /** The target; a name that no target has is taken for a chain. */
    private Target action(Extension named, Optional<ProtocolMatch> protocol) {
        return extensions.isTarget(named.name()) && comesBack
                ? extensions.target(new Options(named.name(), named.options(), protocol))
                : new JumpTarget(named.name(), comesBack);
    }
}
