package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.NftRules;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.SetSpec;

/**
 * A whole table in braces. All of it is there before any rule is read, so that rules may lead to what comes later:
 * nftables' src/cmd.c {@code nft_cmd_expand()}.
 */
final class TableBlock {

    private final Tokens tokens;
    private final NftRules draft;
    private final Family family;
    private final String table;
    private final long now;
    private final List<Runnable> objects = new ArrayList<>();
    private final Map<String, Integer> sets = new LinkedHashMap<>();
    private final List<Later> rules = new ArrayList<>();
    private boolean dormant;
    private String comment = "";

    /** A rule of a chain, and where it stands. */
    private record Later(String chain, int mark) {}

    TableBlock(Tokens tokens, NftRules draft, Family family, String table, long now) {
        this.tokens = tokens;
        this.draft = draft;
        this.family = family;
        this.table = table;
        this.now = now;
    }

    /** {@code add}: reads the braces and does all that they say. */
    void add() {
        int begin = tokens.mark();
        header();
        draft.addTable(family, table, dormant, comment, false);
        fill(begin);
    }

    /** {@code create}: the table must be new, and nft 1.0.6 loses what the braces hold: {@code nft_cmd_expand()} is for "add". */
    void create() {
        int begin = tokens.mark();
        header();
        int end = tokens.mark();
        draft.addTable(family, table, dormant, comment, true);
        try {
            new TableBlock(tokens, draft.draft(), family, table, now).fill(begin);
        } catch (IllegalArgumentException e) {
            if (String.valueOf(e.getMessage()).contains("syntax error")) {
                throw e; // it is read, if not done
            }
        }
        tokens.reset(end);
    }

    private void fill(int begin) {
        tokens.reset(begin);
        tokens.expect("{");
        tokens.skipSeparators();
        while (!tokens.take("}")) {
            item();
            tokens.endOfLine();
        }
        int end = tokens.mark();
        objects.forEach(Runnable::run);
        sets.forEach(this::declare);
        sets.forEach(this::fill);
        for (Later each : rules) {
            tokens.reset(each.mark);
            draft.addRule(family, table, each.chain, -1, new RuleParser(tokens, draft.table(family, table)).rule());
        }
        tokens.reset(end);
    }

    /** Flags and comment, which may stand anywhere in the braces. */
    private void header() {
        tokens.expect("{");
        tokens.skipSeparators();
        while (!tokens.take("}")) {
            if (tokens.take("flags")) {
                dormant = tokens.name().equals("dormant");
            } else if (tokens.at("comment")) {
                if (!comment.isEmpty()) {
                    throw tokens.refusal("You can only specify this once. This statement is duplicated.");
                }
                tokens.next();
                comment = tokens.quoted();
            } else {
                while (!tokens.at("{") && !tokens.atSeparator()) {
                    tokens.next();
                }
                if (!tokens.at("{")) {
                    throw tokens.unexpected("expecting '{'");
                }
                tokens.skipBraces();
            }
            tokens.skipSeparators();
        }
    }

    private void item() {
        int mark = tokens.mark();
        String kind = tokens.name();
        switch (kind) {
            case "flags", "comment" -> tokens.next(); // read before
            case "chain" -> chain();
            case "set", "map" -> set(kind);
            case "counter", "quota", "limit" -> object(kind);
            case "ct" -> object("ct " + tokens.name());
            default ->
                throw tokens.refusal(
                        mark,
                        "syntax error, unexpected " + kind
                                + ": a table has chains, sets, maps, counters, quotas and limits here");
        }
    }

    private void chain() {
        String name = tokens.name();
        ChainParser parser = new ChainParser(tokens, family);
        tokens.expect("{");
        tokens.skipSeparators();
        while (!tokens.take("}")) {
            if (!parser.line()) {
                rules.add(new Later(name, tokens.mark()));
                skipRule();
            }
            tokens.endOfLine();
        }
        draft.addChain(family, table, name, parser.base(), parser.accepts(), parser.comment(), false);
    }

    private void skipRule() {
        while (!tokens.atSeparator() && !tokens.at("}")) {
            if (tokens.at("{")) {
                tokens.skipBraces();
            } else {
                tokens.next();
            }
        }
    }

    private void set(String kind) {
        String name = tokens.name();
        sets.put(kind + " " + name, tokens.mark());
        if (!tokens.at("{")) {
            throw tokens.unexpected("expecting '{'");
        }
        tokens.skipBraces();
    }

    private SetParser parser(String set, int mark) {
        tokens.reset(mark);
        return new SetParser(tokens, draft.table(family, table), set.startsWith("map "));
    }

    private void declare(String set, int mark) {
        SetSpec spec = parser(set, mark).read(set.substring(4));
        draft.addSet(family, table, spec, false);
    }

    private void fill(String set, int mark) {
        SetParser parser = parser(set, mark);
        parser.read(set.substring(4));
        parser.elementsAt().ifPresent(at -> elements(set.substring(4), at));
    }

    private void elements(String set, int mark) {
        tokens.reset(mark);
        NftSet changed = draft.changeSet(family, table, set);
        ElementParser parser = new ElementParser(tokens, new Constants(tokens), draft.table(family, table));
        parser.addTo(changed, parser.of(changed.spec(), mark), false, mark, now);
    }

    private void object(String kind) {
        String name = tokens.name();
        int mark = tokens.mark();
        tokens.skipBraces();
        objects.add(() -> {
            tokens.reset(mark);
            draft.addObject(
                    family, table, new ObjectParser(tokens, draft.table(family, table), kind).read(name), false);
        });
    }
}
