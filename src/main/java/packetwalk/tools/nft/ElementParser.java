package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.NftChain;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.Outcome;
import packetwalk.linux.nftables.SetElement;
import packetwalk.linux.nftables.SetFlag;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.SetSpec;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.TimeText;
import packetwalk.linux.nftables.Value;

/** Reads elements of sets and maps, of the table's own and of those that stand in a rule. */
final class ElementParser {

    /** Milliseconds that a clock of nanoseconds cannot count to: {@code nf_msecs_to_jiffies64()}. */
    static final long TOO_LONG = Long.divideUnsigned(-1, 1_000_000);

    private final Tokens tokens;
    private final Constants constants;
    private final NftTable table;

    ElementParser(Tokens tokens, Constants constants, NftTable table) {
        this.tokens = tokens;
        this.constants = constants;
        this.table = table;
    }

    /** An element as it was read: before it is known whether the set has ranges. */
    record Read(Constants.Span key, boolean catchAll, SetElement.Extras extras, List<DataType> data) {

        /** Whether it says no more than its key. */
        boolean alone() {
            return !catchAll && extras.statements().isEmpty();
        }

        SetElement element(SetSpec spec) {
            SetElement.Extras own = extras.statements().isEmpty() ? extras.remembering(spec.statements()) : extras;
            return catchAll ? SetElement.catchAll(own) : SetElement.of(key.from(), key.to(), own);
        }
    }

    /**
     * A set or map behind a key.
     *
     * @param keys types of the key
     * @param data types of what a map maps to; empty for a set
     */
    SetReference reference(List<DataType> keys, List<DataType> data) {
        if (!tokens.at("@")) {
            return SetReference.of(anonymous(keys, data));
        }
        tokens.next();
        int mark = tokens.mark();
        String name = tokens.name();
        NftSet set = table.set(name);
        if (set == null) {
            throw tokens.refusal(mark, "No such file or directory");
        }
        if (set.spec().isMap() == data.isEmpty()) {
            throw tokens.refusal(mark, data.isEmpty() ? "Expression is not a set" : "Expression is not a map");
        }
        if (!SetSpec.words(set.spec().keys()).equals(SetSpec.words(keys))) {
            throw tokens.refusal(
                    mark,
                    "datatype mismatch, expected " + SetSpec.words(keys) + ", expression has type "
                            + SetSpec.words(set.spec().keys()));
        }
        return SetReference.named(set.spec());
    }

    private NftSet anonymous(List<DataType> keys, List<DataType> data) {
        int mark = tokens.mark();
        List<Read> read = braces(keys, data);
        if (read.isEmpty()) {
            throw tokens.refusal(mark, "Set is empty");
        }
        boolean interval = read.stream()
                .anyMatch(each -> !each.catchAll && !each.key.from().equals(each.key.to()));
        List<SetElement> elements = read.stream()
                .map(each -> each.element(SetSpec.anonymous(keys, data, interval)))
                .toList();
        boolean merges = interval && data.isEmpty() && keys.size() == 1;
        List<DataType> types = read.get(0).data;
        try {
            return NftSet.anonymous(SetSpec.anonymous(keys, types, interval), merges ? merged(elements) : elements);
        } catch (IllegalArgumentException e) {
            throw tokens.refusal(mark, String.valueOf(e.getMessage()));
        }
    }

    /** Neighbours and overlapping ranges become one: nftables' src/intervals.c {@code set_automerge()}. */
    static List<SetElement> merged(List<SetElement> elements) {
        List<SetElement> sorted = new ArrayList<>(elements);
        sorted.sort(Comparator.comparing(SetElement::from));
        List<SetElement> merged = new ArrayList<>();
        for (SetElement each : sorted) {
            SetElement last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last == null || !touch(last, each)) {
                merged.add(each);
            } else if (each.to().compareTo(last.to()) > 0) {
                merged.set(merged.size() - 1, SetElement.of(last.from(), each.to(), SetElement.Extras.NONE));
            }
        }
        return merged;
    }

    private static boolean touch(SetElement before, SetElement after) {
        return !before.isCatchAll()
                && !after.isCatchAll()
                && (after.from().compareTo(before.to()) <= 0
                        || after.from().equals(before.to().next()));
    }

    /** Braces that are known to hold one element. */
    Read one(DataType key) {
        int mark = tokens.mark();
        List<Read> read = braces(List.of(key), List.of());
        if (read.isEmpty()) {
            throw tokens.refusal(mark, "Set is empty");
        }
        return read.get(0);
    }

    /** A set of one element. */
    NftSet set(DataType key, Read only) {
        boolean interval = !only.key.single();
        SetSpec spec = SetSpec.anonymous(List.of(key), List.of(), interval);
        return NftSet.anonymous(spec, List.of(only.element(spec)));
    }

    /** {@code { … }}. */
    List<Read> braces(List<DataType> keys, List<DataType> data) {
        List<Read> elements = new ArrayList<>();
        tokens.expect("{");
        tokens.skipNewlines();
        while (!tokens.take("}")) {
            if (tokens.at("{")) {
                elements.addAll(braces(keys, data)); // a variable that is a set itself
            } else {
                elements.add(element(keys, data.isEmpty() || elements.isEmpty() ? data : elements.get(0).data));
            }
            tokens.skipNewlines();
            if (!tokens.take(",") && !tokens.at("}")) {
                throw tokens.unexpected("expecting comma or '}'");
            }
            tokens.skipNewlines();
        }
        return elements;
    }

    private Read element(List<DataType> keys, List<DataType> data) {
        boolean catchAll = tokens.take("*");
        Constants.Span key = catchAll ? Constants.Span.of(Value.EMPTY) : Constants.joined(constants.spans(keys));
        long timeout = 0;
        long expires = 0;
        String comment = "";
        List<Statement> statements = new ArrayList<>();
        RuleParser rules = new RuleParser(tokens, table);
        while (tokens.at("timeout", "expires", "comment", "counter", "limit", "quota", "ct")) {
            if (tokens.take("timeout")) {
                timeout = time();
            } else if (tokens.take("expires")) {
                expires = time();
            } else if (tokens.take("comment")) {
                comment = tokens.quoted();
            } else {
                statements.add(rules.stateful());
            }
        }
        SetElement.Extras extras = new SetElement.Extras(null, comment, timeout, expires, statements);
        if (data.isEmpty()) {
            return new Read(key, catchAll, extras, data);
        }
        tokens.skipNewlines();
        tokens.expect(":");
        tokens.skipNewlines();
        if (data.get(0) == DataTypes.VERDICT) {
            return new Read(key, catchAll, extras.to(SetElement.Mapped.of(verdict())), data);
        }
        return mapped(key, catchAll, extras, data);
    }

    /** An address may have a port behind it, which the first element says for all. */
    private Read mapped(Constants.Span key, boolean catchAll, SetElement.Extras extras, List<DataType> data) {
        List<DataType> types = new ArrayList<>();
        Value value = Value.EMPTY;
        for (DataType type : data) {
            if (!types.isEmpty()) {
                tokens.expect(".");
            }
            types.add(type);
            value = value.then(constants.value(type));
        }
        if (data.size() == 1 && data.get(0).form() == DataType.Form.ADDRESS && tokens.take(".")) {
            types.add(DataTypes.INET_SERVICE);
            value = value.then(constants.value(DataTypes.INET_SERVICE));
        }
        return new Read(key, catchAll, extras.to(SetElement.Mapped.of(value)), types);
    }

    /** A span of time, in milliseconds; a number alone is none here. */
    long time() {
        int mark = tokens.mark();
        if (tokens.peek().kind() == Token.Kind.STRING || tokens.peek().text().matches("[0-9]+")) {
            throw tokens.unexpected("expecting string");
        }
        Optional<Long> millis = TimeText.parse(tokens.name());
        return millis.orElseThrow(() -> tokens.refusal(mark, "Could not parse time"));
    }

    /** accept, drop, continue, return, jump and goto. */
    Outcome verdict() {
        int mark = tokens.mark();
        String word = tokens.name();
        return switch (word) {
            case "accept" -> Outcome.ACCEPT;
            case "drop" -> Outcome.DROP;
            case "continue" -> Outcome.CONTINUE;
            case "return" -> Outcome.RETURN;
            case "jump", "goto" -> leadingTo(word.equals("jump"));
            default -> throw tokens.refusal(mark, "syntax error, unexpected " + word + ", expecting a verdict");
        };
    }

    private Outcome leadingTo(boolean comesBack) {
        int mark = tokens.mark();
        String chain = tokens.name();
        NftChain found = table.chain(chain);
        if (found == null) {
            throw tokens.refusal(mark, "Could not process rule: No such file or directory");
        }
        if (found.base().isPresent()) {
            throw tokens.refusal(mark, "Could not process rule: Operation not supported");
        }
        return new Outcome.Jump(chain, comesBack);
    }

    /** Elements in braces for a set of that kind. */
    List<Read> of(SetSpec spec, int mark) {
        List<Read> read = braces(spec.keys(), spec.data());
        read.forEach(each -> check(spec, each, mark));
        return read;
    }

    /** What nft's {@code expr_evaluate_set_elem()} and the kernel's {@code nft_add_set_elem()} refuse of an element. */
    private void check(SetSpec spec, Read read, int mark) {
        boolean range = !read.catchAll && !read.key.from().equals(read.key.to());
        if (range && !spec.has(SetFlag.INTERVAL)) {
            throw tokens.refusal(
                    mark,
                    "You must add 'flags interval' to your " + (spec.isMap() ? "map" : "set")
                            + " declaration if you want to add "
                            + (read.key.shape() == Constants.Shape.PREFIX ? "prefix" : "range")
                            + " elements");
        }
        if (read.extras.timeoutMillis() > 0 && !spec.has(SetFlag.TIMEOUT)) {
            throw tokens.refusal(mark, "Could not process rule: Invalid argument");
        }
        if (read.extras.timeoutMillis() >= TOO_LONG) {
            throw tokens.refusal(mark, "Could not process rule: Numerical result out of range");
        }
        if (!read.extras.statements().isEmpty() && spec.statements().isEmpty()) {
            throw tokens.refusal(mark, "missing statement in set declaration");
        }
    }

    /** Puts what was read into a set, merged with what is there where the set wants that. */
    void addTo(NftSet set, List<Read> read, boolean mustBeNew, int mark, long now) {
        boolean merges = set.spec().autoMerge() && set.spec().has(SetFlag.INTERVAL);
        List<SetElement> elements =
                read.stream().map(each -> each.element(set.spec())).toList();
        try {
            if (merges) {
                List<SetElement> all = new ArrayList<>(mustBeNew ? List.of() : set.elements(now));
                all.addAll(elements);
                if (!mustBeNew) {
                    set.clear();
                }
                elements = merged(all);
            }
            for (SetElement each : elements) {
                set.add(each, mustBeNew, now);
            }
        } catch (IllegalArgumentException e) {
            throw tokens.refusal(mark, String.valueOf(e.getMessage()));
        }
    }
}
