package packetwalk.tools.ipset;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import packetwalk.linux.ipset.Element;
import packetwalk.linux.ipset.IpSet;
import packetwalk.linux.ipset.IpSets;
import packetwalk.linux.ipset.ListSet;
import packetwalk.linux.ipset.SetResult;
import packetwalk.tools.line.Tool;
import packetwalk.tools.line.Word;
import packetwalk.tools.line.Words;

/**
 * {@code ipset}: makes sets, fills them, lists them.
 *
 * <p>The real one leaves what came before a refusal in a range or a file; this one changes all or nothing.
 */
public final class IpsetCommand implements Tool {

    private final IpSets sets;

    public IpsetCommand(IpSets sets) {
        this.sets = sets;
    }

    @Override
    public String run(Words words, String input) {
        IpsetOptions options = IpsetOptions.read(words);
        try {
            Words rest = new Words("ipset", options.rest());
            if (!rest.hasNext()) {
                throw new IllegalArgumentException("No command specified; " + IpsetVerb.KNOWN);
            }
            IpsetVerb verb = IpsetVerb.named(rest.next("a command"));
            if (verb == IpsetVerb.RESTORE) {
                return restore(rest, options, input);
            }
            return new Session(sets, options, false).run(verb, rest.rest(verb.toString()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ipset v7.17: " + e.getMessage(), e);
        }
    }

    /** Loads what {@code ipset save} wrote; what its lines print is printed. */
    private String restore(Words words, IpsetOptions options, String input) {
        if (words.hasNext()) {
            throw words.unexpected("nothing more");
        }
        IpSets draft = sets.copy();
        StringBuilder printed = new StringBuilder();
        int number = 0;
        for (String line : input.lines().toList()) {
            number++;
            try {
                printed.append(line(draft, options, line));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Error in line " + number + ": " + e.getMessage() + "; nothing was loaded", e);
            }
        }
        sets.become(draft);
        return printed.toString();
    }

    private static String line(IpSets draft, IpsetOptions options, String line) {
        List<Word> words = SavedLine.split(line);
        if (words.isEmpty()) {
            return "";
        }
        IpsetOptions all = options.with(IpsetOptions.read(new Words("ipset", words)));
        Words rest = new Words("ipset", all.rest());
        IpsetVerb verb = IpsetVerb.named(rest.next("a command"));
        if (verb == IpsetVerb.RESTORE) {
            throw new IllegalArgumentException("restore within a file is not possible; load the other file by itself");
        }
        return new Session(draft, all, true).run(verb, rest.rest(verb.toString()));
    }

    /**
     * One command on the way into {@code sets}.
     *
     * @param draft whether what is half done when it is refused is thrown away anyhow
     */
    private record Session(IpSets sets, IpsetOptions options, boolean draft) {

        String run(IpsetVerb verb, Words words) {
            switch (verb) {
                case CREATE -> {
                    require(words, 2, verb);
                    Creation.run(sets, words, options.exist());
                }
                case ADD, DEL -> change(verb, words);
                case TEST -> {
                    return test(words);
                }
                case LIST, SAVE -> {
                    return list(verb, words);
                }
                case DESTROY -> oneOrAll(words).ifPresentOrElse(sets::destroy, sets::destroyAll);
                case FLUSH ->
                    oneOrAll(words)
                            .ifPresentOrElse(
                                    name -> sets.get(name).flush(),
                                    () -> sets.all().forEach(IpSet::flush));
                case RENAME, SWAP -> pair(verb, words);
                case VERSION -> {
                    return "ipset v7.17, protocol version: 7\n";
                }
                default -> throw new AssertionError(verb + " is no change");
            }
            return "";
        }

        private static void require(Words words, int count, IpsetVerb verb) {
            if (!words.hasNext()) {
                throw new IllegalArgumentException("Missing mandatory argument to command " + verb + "; name a set");
            }
            if (count > 1 && words.left() < count) {
                throw new IllegalArgumentException(
                        "Missing second mandatory argument to command " + verb + "; write it behind");
            }
        }

        private static Optional<String> oneOrAll(Words words) {
            Optional<String> name = words.hasNext() ? Optional.of(words.next("a set's name")) : Optional.empty();
            if (words.hasNext()) {
                throw new IllegalArgumentException(
                        "Unknown argument " + words.peek() + "; name one set, or none for all");
            }
            return name;
        }

        private void pair(IpsetVerb verb, Words words) {
            require(words, 2, verb);
            String from = words.next("a set's name");
            String to = words.next("another set's name");
            if (words.hasNext()) {
                throw words.unexpected("two sets' names");
            }
            if (verb == IpsetVerb.SWAP) {
                sets.swap(from, to);
            } else {
                sets.rename(from, to);
            }
        }

        /** Adds or deletes one element, or all of a range or none. */
        private void change(IpsetVerb verb, Words words) {
            require(words, 2, verb);
            IpSet set = sets.get(words.next("a set's name"));
            Entry entry = Entry.read(set, words, verb == IpsetVerb.ADD);
            Iterator<Element> elements = entry.elements(false);
            Element first = elements.next();
            if (draft || !elements.hasNext()) {
                change(verb, set, entry, first);
                elements.forEachRemaining(each -> change(verb, set, entry, each));
                return;
            }
            IpSets copy = sets.copy();
            IpSet tried = copy.get(set.name());
            change(verb, tried, entry, first);
            elements.forEachRemaining(each -> change(verb, tried, entry, each));
            sets.become(copy);
        }

        private void change(IpsetVerb verb, IpSet set, Entry entry, Element element) {
            boolean add = verb == IpsetVerb.ADD;
            SetResult result;
            if (set instanceof ListSet list) {
                result = add
                        ? list.add(element, entry.values(), options.exist(), entry.place())
                        : list.delete(element, entry.place());
            } else {
                result = add ? set.add(element, entry.values(), options.exist()) : set.delete(element);
            }
            if (result != SetResult.DONE && !(result == SetResult.EXISTS && options.exist())) {
                throw new IllegalArgumentException(ErrorWords.of(result, verb, set, element));
            }
        }

        private String test(Words words) {
            require(words, 2, IpsetVerb.TEST);
            IpSet set = sets.get(words.next("a set's name"));
            Entry entry = Entry.read(set, words, false);
            Element element = entry.elements(true).next();
            IpSet.Answer answer = set instanceof ListSet list ? list.test(element, entry.place()) : set.test(element);
            boolean in = answer == IpSet.Answer.IN
                    || (answer == IpSet.Answer.EXCEPTED && entry.values().nomatch());
            if (options.quiet()) {
                return "";
            }
            return in
                    ? "Warning: " + element + " is in set " + set.name() + ".\n"
                    : element + " is NOT in set " + set.name() + ".\n";
        }

        private String list(IpsetVerb verb, Words words) {
            Optional<String> name = oneOrAll(words);
            List<IpSet> chosen =
                    new ArrayList<>(name.map(each -> List.of(sets.get(each))).orElse(sets.all()));
            SetText text = new SetText(sets, options);
            if (options.namesOnly()) {
                return chosen.stream().map(each -> each.name() + "\n").collect(Collectors.joining());
            }
            boolean save = options.output().map("save"::equals).orElse(verb == IpsetVerb.SAVE);
            return chosen.stream().map(save ? text::save : text::list).collect(Collectors.joining(save ? "" : "\n"));
        }
    }
}
