package packetwalk.tools.nft;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.NftChain;
import packetwalk.linux.nftables.NftRule;
import packetwalk.linux.nftables.NftRules;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.SetSpec;

/** Commands of nft on their way into a draft, one after the other: nftables' src/parser_bison.y {@code line}. */
final class NftFile {

    private static final Set<String> OBJECTS = Set.of("counter", "quota", "limit", "ct");

    private final Tokens tokens;
    private final NftRules draft;
    private final Listing listing;
    private final long now;
    private final StringBuilder printed = new StringBuilder();

    /**
     * A file to be loaded.
     *
     * @param draft what the commands change
     * @param handles whether lists show handles
     * @param now virtual time in nanoseconds
     */
    NftFile(Source source, NftRules draft, boolean handles, long now) {
        this.tokens = new Tokens(source);
        this.draft = draft;
        this.listing = new Listing(draft, handles, now);
        this.now = now;
    }

    /**
     * Runs all commands.
     *
     * @return what those print that list
     * @throws IllegalArgumentException in nft's words, with the line and a mark below what is wrong
     */
    String run() {
        tokens.skipSeparators();
        while (!tokens.atEnd()) {
            int mark = tokens.mark();
            try {
                command();
            } catch (IllegalArgumentException e) {
                String why = String.valueOf(e.getMessage());
                throw why.contains("Error: ") ? e : tokens.refusal(mark, why);
            }
            tokens.endOfLine();
            tokens.skipSeparators();
        }
        return printed.toString();
    }

    private void command() {
        int mark = tokens.mark();
        switch (tokens.peek().text()) {
            case "define", "redefine" -> define();
            case "include", "monitor", "export", "import", "describe", "undefine" ->
                throw tokens.refusal("\"" + tokens.peek().text() + "\" is not modelled; write what it stands for");
            case "table" -> add("add");
            case "add", "create", "insert", "replace" -> add(tokens.next().text());
            case "delete", "destroy" -> delete(tokens.next().text().equals("destroy"));
            case "flush" -> flush();
            case "list" -> {
                tokens.next();
                printed.append(listing.list(tokens));
            }
            case "reset" -> {
                tokens.next();
                printed.append(listing.reset(tokens));
            }
            case "rename" -> rename();
            default ->
                throw tokens.refusal(
                        mark, "syntax error, unexpected " + tokens.next().text());
        }
    }

    private void define() {
        tokens.next();
        String name = tokens.name();
        tokens.expect("=");
        tokens.define(name);
    }

    /** A family, where one is said. */
    static Family family(Tokens tokens) {
        Optional<Family> family = Family.named(tokens.peek().text());
        family.ifPresent(any -> tokens.next());
        return family.orElse(Family.IP);
    }

    private NftTable table(Family family) {
        int mark = tokens.mark();
        String name = tokens.name();
        return draft.find(family, name).orElseThrow(() -> tokens.refusal(mark, "No such file or directory"));
    }

    private void add(String verb) {
        boolean mustBeNew = verb.equals("create");
        String kind = tokens.peek().text();
        if (kind.equals("table")) {
            tokens.next();
            addTable(mustBeNew);
        } else if (kind.equals("chain")) {
            tokens.next();
            addChain(mustBeNew);
        } else if (kind.equals("set") || kind.equals("map")) {
            tokens.next();
            addSet(kind.equals("map"), mustBeNew);
        } else if (kind.equals("element")) {
            tokens.next();
            addElements();
        } else if (OBJECTS.contains(kind)) {
            tokens.next();
            addObject(kind, mustBeNew);
        } else if (kind.equals("flowtable")) {
            throw tokens.refusal("\"flowtable\" is not modelled; leave it out");
        } else {
            tokens.take("rule");
            rule(verb);
        }
    }

    private void addTable(boolean mustBeNew) {
        Family family = family(tokens);
        String name = tokens.name();
        if (tokens.at("{")) {
            new TableBlock(tokens, draft, family, name, now).read(mustBeNew);
        } else {
            draft.addTable(family, name, false, "", mustBeNew);
        }
    }

    private void addChain(boolean mustBeNew) {
        Family family = family(tokens);
        NftTable table = table(family);
        String name = tokens.name();
        ChainParser parser = new ChainParser(tokens, family);
        if (tokens.take("{")) {
            tokens.skipSeparators();
            while (!tokens.take("}")) {
                if (!parser.line()) {
                    throw tokens.unexpected("expecting type, policy or comment");
                }
                tokens.endOfLine();
                tokens.skipSeparators();
            }
        }
        draft.addChain(family, table.name(), name, parser.base(), parser.comment(), mustBeNew);
    }

    private void addSet(boolean map, boolean mustBeNew) {
        Family family = family(tokens);
        NftTable table = table(family);
        String name = tokens.name();
        SetParser parser = new SetParser(tokens, table, map);
        SetSpec spec = parser.read(name);
        int end = tokens.mark();
        draft.addSet(family, table.name(), spec, mustBeNew);
        parser.elementsAt().ifPresent(mark -> {
            tokens.reset(mark);
            elements(family, table.name(), name);
            tokens.reset(end);
        });
    }

    private void addElements() {
        Family family = family(tokens);
        NftTable table = table(family);
        elements(family, table.name(), set(table).name());
    }

    private NftSet set(NftTable table) {
        int mark = tokens.mark();
        NftSet set = table.set(tokens.name());
        if (set == null) {
            throw tokens.refusal(mark, "No such file or directory");
        }
        return set;
    }

    private void elements(Family family, String table, String set) {
        int mark = tokens.mark();
        NftSet changed = draft.changeSet(family, table, set);
        ElementParser parser = new ElementParser(tokens, new Constants(tokens), draft.table(family, table));
        parser.addTo(
                changed, parser.braces(changed.spec().keys(), changed.spec().data()), mark, now);
    }

    private void addObject(String word, boolean mustBeNew) {
        String kind = word.equals("ct") ? "ct " + tokens.name() : word;
        Family family = family(tokens);
        NftTable table = table(family);
        String name = tokens.name();
        draft.addObject(
                family, table.name(), TableBlock.object(tokens, draft, family, table.name(), kind, name), mustBeNew);
    }

    private NftChain chain(NftTable table) {
        int mark = tokens.mark();
        NftChain chain = table.chain(tokens.name());
        if (chain == null) {
            throw tokens.refusal(mark, "No such file or directory");
        }
        return chain;
    }

    private void rule(String verb) {
        Family family = family(tokens);
        NftTable table = table(family);
        NftChain into = chain(table);
        String chain = into.name();
        int handle = -1;
        int place = verb.equals("insert") ? 0 : -1;
        if (tokens.at("handle", "position")) {
            tokens.next();
            handle = (int) tokens.number();
        } else if (tokens.at("index")) {
            place = index(into) + (verb.equals("insert") ? 0 : 1);
        }
        NftRule rule = new RuleParser(tokens, table).rule();
        if (verb.equals("replace")) {
            draft.replaceRule(family, table.name(), chain, handle, rule);
            return;
        }
        if (handle >= 0) {
            place = draft.place(family, table.name(), chain, handle) + (verb.equals("insert") ? 0 : 1);
        }
        draft.addRule(family, table.name(), chain, place, rule);
    }

    /** {@code index N}: the place of a rule that is there, from 0. */
    private int index(NftChain chain) {
        int mark = tokens.mark();
        tokens.expect("index");
        long index = tokens.number();
        if (index >= chain.rules().size()) {
            throw tokens.refusal(mark, "Could not process rule: No such file or directory");
        }
        return (int) index;
    }

    private void delete(boolean quietly) {
        int mark = tokens.mark();
        try {
            delete();
        } catch (IllegalArgumentException e) {
            boolean missing = String.valueOf(e.getMessage()).contains("No such file or directory");
            if (!quietly || !missing) {
                throw e;
            }
            tokens.reset(mark);
            while (!tokens.atSeparator()) {
                tokens.next();
            }
        }
    }

    private void delete() {
        String kind = tokens.name();
        String object = kind.equals("ct") ? "ct " + tokens.name() : kind;
        Family family = family(tokens);
        boolean byHandle = kind.equals("table") && tokens.take("handle");
        if (byHandle) {
            throw tokens.refusal("tables are deleted by name here; leave \"handle\" out");
        }
        NftTable table = table(family);
        String name = table.name();
        switch (kind) {
            case "table" -> draft.deleteTable(family, name);
            case "chain" -> draft.deleteChain(family, name, chain(table).name());
            case "rule" -> {
                String chain = chain(table).name();
                tokens.expect("handle");
                draft.deleteRule(family, name, chain, (int) tokens.number());
            }
            case "set", "map" -> draft.deleteSet(family, name, set(table).name());
            case "element" -> deleteElements(family, table);
            default -> draft.deleteObject(family, name, object, tokens.name());
        }
    }

    private void deleteElements(Family family, NftTable table) {
        NftSet set = draft.changeSet(family, table.name(), set(table).name());
        int mark = tokens.mark();
        ElementParser parser = new ElementParser(tokens, new Constants(tokens), draft.table(family, table.name()));
        boolean mapped = set.spec().isMap() && withData();
        List<ElementParser.Read> read =
                parser.braces(set.spec().keys(), mapped ? set.spec().data() : List.of());
        for (ElementParser.Read each : read) {
            if (!set.remove(each.element(set.spec()))) {
                throw tokens.refusal(mark, "Could not process rule: No such file or directory");
            }
        }
    }

    /** Whether the braces name what the elements map to. */
    private boolean withData() {
        int mark = tokens.mark();
        boolean colon = false;
        do {
            colon |= tokens.at(":");
            tokens.next();
        } while (!tokens.at("}") && !tokens.atEnd());
        tokens.reset(mark);
        return colon;
    }

    private void flush() {
        tokens.next();
        String kind = tokens.name();
        if (kind.equals("ruleset")) {
            boolean all = Family.named(tokens.peek().text()).isEmpty();
            Family family = family(tokens);
            draft.tables().stream()
                    .filter(table -> all || table.family() == family)
                    .forEach(table -> draft.deleteTable(table.family(), table.name()));
            return;
        }
        Family family = family(tokens);
        NftTable table = table(family);
        switch (kind) {
            case "table" -> table.chains().forEach(each -> draft.flushChain(family, table.name(), each.name()));
            case "chain" -> draft.flushChain(family, table.name(), chain(table).name());
            case "set", "map" ->
                draft.changeSet(family, table.name(), set(table).name()).clear();
            default -> throw tokens.refusal("\"flush " + kind + "\" is not modelled");
        }
    }

    private void rename() {
        tokens.next();
        tokens.expect("chain");
        Family family = family(tokens);
        NftTable table = table(family);
        String from = chain(table).name();
        draft.renameChain(family, table.name(), from, tokens.name());
    }
}
