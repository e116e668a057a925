package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.NftObject;
import packetwalk.linux.nftables.NftRules;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.SetSpec;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.statement.Unmodelled;

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

    /** Reads the braces and does all that they say; {@code mustBeNew} for {@code create}. */
    void read(boolean mustBeNew) {
        int begin = tokens.mark();
        header();
        draft.addTable(family, table, dormant, comment, mustBeNew);
        tokens.reset(begin);
        tokens.expect("{");
        tokens.skipSeparators();
        while (!tokens.take("}")) {
            item();
            tokens.skipSeparators();
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
            case "flags", "comment" -> tokens.next();
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
            tokens.skipSeparators();
        }
        draft.addChain(family, table, name, parser.base(), parser.comment(), false);
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
        parser.addTo(
                changed, parser.braces(changed.spec().keys(), changed.spec().data()), mark, now);
    }

    private void object(String kind) {
        String name = tokens.name();
        int mark = tokens.mark();
        tokens.skipBraces();
        objects.add(() -> {
            tokens.reset(mark);
            draft.addObject(family, table, object(tokens, draft, family, table, kind, name), false);
        });
    }

    /** What stands in the braces of an object with a name; no braces are needed for a counter. */
    static NftObject object(Tokens tokens, NftRules draft, Family family, String table, String kind, String name) {
        ActionParser actions = new ActionParser(
                tokens, draft.table(family, table), new ExpressionParser(tokens, draft.table(family, table)));
        boolean braces = tokens.take("{");
        Statement body = new Unmodelled(kind + " " + name);
        StringBuilder lines = new StringBuilder();
        String comment = "";
        boolean empty = true;
        while (!(braces ? tokens.take("}") : tokens.atSeparator() || tokens.at("}"))) {
            if (tokens.atEnd()) {
                throw tokens.unexpected("expecting '}'");
            }
            if (tokens.peek().kind() == Token.Kind.SEPARATOR) {
                tokens.next();
            } else if (tokens.take("comment")) {
                comment = tokens.quoted();
            } else if (kind.startsWith("ct ")) {
                int mark = tokens.mark();
                while (!tokens.atSeparator() && !tokens.at("}")) {
                    tokens.next();
                }
                lines.append(tokens.text(mark)).append('\n');
            } else if (kind.equals("counter") && !tokens.at("packets")) {
                throw tokens.unexpected("expecting packets or comment");
            } else {
                body = body(kind, actions);
                empty = false;
            }
        }
        if (empty && kind.equals("counter")) {
            body = actions.counter();
        } else if (empty && !kind.startsWith("ct ")) {
            throw tokens.unexpected("expecting what the " + kind + " is");
        }
        return new NftObject(kind, name, 0, body, lines.toString(), comment);
    }

    private static Statement body(String kind, ActionParser actions) {
        return switch (kind) {
            case "counter" -> actions.counter();
            case "quota" -> actions.quota();
            default -> actions.limit();
        };
    }
}
