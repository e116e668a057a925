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

    /** What may be added without the word "add". */
    private static final Set<String> KINDS =
            Set.of("table", "chain", "rule", "set", "map", "element", "counter", "quota", "limit", "ct", "flowtable");

    private final Tokens tokens;
    private final NftRules draft;
    private final Listing listing;
    private final long now;
    private final StringBuilder printed = new StringBuilder();

    /**
     * A file to be loaded.
     *
     * @param tokens its words
     * @param draft what the commands change
     * @param handles whether lists show handles
     * @param now virtual time in nanoseconds
     */
    NftFile(Tokens tokens, NftRules draft, boolean handles, long now) {
        this.tokens = tokens;
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
            tokens.endOfCommand();
            tokens.skipSeparators();
        }
        return printed.toString();
    }

    private void command() {
        int mark = tokens.mark();
        String word = tokens.peek().text();
        switch (word) {
            case "define", "redefine" -> define();
            case "include", "monitor", "export", "import", "describe", "undefine" ->
                throw tokens.refusal("\"" + word + "\" is not modelled; write what it stands for");
            case "add", "create" -> {
                tokens.next();
                add(word.equals("create"));
            }
            case "insert", "replace" -> {
                tokens.next();
                tokens.expect("rule");
                rule(word);
            }
            case "delete" -> new Removal(tokens, draft).delete();
            case "flush" -> new Removal(tokens, draft).flush();
            case "list" -> {
                tokens.next();
                printed.append(listing.list(tokens));
            }
            case "reset" -> {
                tokens.next();
                printed.append(listing.reset(tokens));
            }
            case "rename" -> rename();
            default -> {
                if (!KINDS.contains(word) && Family.named(word).isEmpty()) {
                    throw tokens.refusal(mark, "syntax error, unexpected " + word);
                }
                add(false);
            }
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
        return table(tokens, draft, family);
    }

    /** The table of that name, which must exist. */
    static NftTable table(Tokens tokens, NftRules draft, Family family) {
        int mark = tokens.mark();
        String name = tokens.name();
        return draft.find(family, name).orElseThrow(() -> tokens.refusal(mark, "No such file or directory"));
    }

    private void add(boolean mustBeNew) {
        String kind = tokens.peek().text();
        if (KINDS.contains(kind)) {
            tokens.next();
        }
        switch (kind) {
            case "table" -> addTable(mustBeNew);
            case "chain" -> addChain(mustBeNew);
            case "set", "map" -> addSet(kind.equals("map"), mustBeNew);
            case "element" -> addElements(mustBeNew);
            case "counter", "quota", "limit", "ct" -> addObject(kind, mustBeNew);
            case "flowtable" -> throw tokens.refusal("\"flowtable\" is not modelled; leave it out");
            default -> rule("add");
        }
    }

    private void addTable(boolean mustBeNew) {
        Family family = family(tokens);
        String name = tokens.name();
        if (tokens.at("{")) {
            TableBlock block = new TableBlock(tokens, draft, family, name, now);
            if (mustBeNew) {
                block.create();
            } else {
                block.add();
            }
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
            }
        }
        draft.addChain(family, table.name(), name, parser.base(), parser.accepts(), parser.comment(), mustBeNew);
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
            if (mustBeNew) {
                readElements(family, table.name(), name, mark); // and lost: nft_cmd_expand() is not asked for "create"
            } else {
                elements(family, table.name(), name, false);
            }
            tokens.reset(end);
        });
    }

    private void addElements(boolean mustBeNew) {
        Family family = family(tokens);
        NftTable table = table(family);
        elements(family, table.name(), set(tokens, table).name(), mustBeNew);
    }

    /** The set or map of that name, which must exist. */
    static NftSet set(Tokens tokens, NftTable table) {
        int mark = tokens.mark();
        NftSet set = table.set(tokens.name());
        if (set == null) {
            throw tokens.refusal(mark, "No such file or directory");
        }
        return set;
    }

    private void elements(Family family, String table, String set, boolean mustBeNew) {
        int mark = tokens.mark();
        List<ElementParser.Read> read = readElements(family, table, set, mark);
        elementParser(family, table).addTo(draft.changeSet(family, table, set), read, mustBeNew, mark, now);
    }

    private List<ElementParser.Read> readElements(Family family, String table, String set, int mark) {
        return elementParser(family, table)
                .of(NftRules.set(draft.table(family, table), set).spec(), mark);
    }

    private ElementParser elementParser(Family family, String table) {
        return new ElementParser(tokens, new Constants(tokens), draft.table(family, table));
    }

    private void addObject(String word, boolean mustBeNew) {
        String kind = word.equals("ct") ? "ct " + tokens.name() : word;
        Family family = family(tokens);
        NftTable table = table(family);
        String name = tokens.name();
        if (mustBeNew && tokens.at("{") && !word.equals("ct")) {
            throw tokens.unexpected("expecting end of file or newline or semicolon");
        }
        draft.addObject(family, table.name(), new ObjectParser(tokens, table, kind).read(name), mustBeNew);
    }

    /** The chain of that name, which must exist. */
    static NftChain chain(Tokens tokens, NftTable table) {
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
        NftChain into = chain(tokens, table);
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

    private void rename() {
        tokens.next();
        tokens.expect("chain");
        Family family = family(tokens);
        NftTable table = table(family);
        String from = chain(tokens, table).name();
        draft.renameChain(family, table.name(), from, tokens.name());
    }
}
