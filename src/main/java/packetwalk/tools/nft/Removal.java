package packetwalk.tools.nft;

import java.util.List;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.NftRules;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.NftTable;

/** {@code nft delete} and {@code nft flush}: nftables' src/parser_bison.y {@code delete_cmd}, {@code flush_cmd}. */
final class Removal {

    private final Tokens tokens;
    private final NftRules draft;

    Removal(Tokens tokens, NftRules draft) {
        this.tokens = tokens;
        this.draft = draft;
    }

    /** What stands behind {@code delete}. */
    void delete() {
        tokens.next();
        int mark = tokens.mark();
        String word = tokens.name();
        String kind = word.equals("ct") ? "ct " + tokens.name() : word;
        Family family = NftFile.family(tokens);
        if (tokens.at("handle") && !kind.equals("rule")) {
            throw tokens.refusal("a " + kind + " is deleted by its name here; leave \"handle\" out");
        }
        NftTable table = NftFile.table(tokens, draft, family);
        String name = table.name();
        switch (kind) {
            case "table" -> draft.deleteTable(family, name);
            case "chain" ->
                draft.deleteChain(family, name, NftFile.chain(tokens, table).name());
            case "rule" -> {
                String chain = NftFile.chain(tokens, table).name();
                tokens.expect("handle");
                draft.deleteRule(family, name, chain, (int) tokens.number());
            }
            case "set", "map" ->
                draft.deleteSet(family, name, NftFile.set(tokens, table).name());
            case "element" -> elements(family, table);
            case "counter", "quota", "limit", "ct helper", "ct timeout", "ct expectation" ->
                draft.deleteObject(family, name, kind, tokens.name());
            default -> throw tokens.refusal(mark, "syntax error, unexpected " + kind);
        }
    }

    private void elements(Family family, NftTable table) {
        NftSet set =
                draft.changeSet(family, table.name(), NftFile.set(tokens, table).name());
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

    /** What stands behind {@code flush}. */
    void flush() {
        tokens.next();
        int mark = tokens.mark();
        String kind = tokens.name();
        if (kind.equals("ruleset")) {
            ruleset();
            return;
        }
        Family family = NftFile.family(tokens);
        NftTable table = NftFile.table(tokens, draft, family);
        switch (kind) {
            case "table" -> table.chains().forEach(each -> draft.flushChain(family, table.name(), each.name()));
            case "chain" ->
                draft.flushChain(
                        family, table.name(), NftFile.chain(tokens, table).name());
            case "set", "map" -> flushSet(family, table, kind.equals("map"));
            default -> throw tokens.refusal(mark, "\"flush " + kind + "\" is not modelled");
        }
    }

    private void ruleset() {
        boolean all = Family.named(tokens.peek().text()).isEmpty();
        Family family = NftFile.family(tokens);
        draft.tables().stream()
                .filter(table -> all || table.family() == family)
                .forEach(table -> draft.deleteTable(table.family(), table.name()));
    }

    /** {@code flush set} takes no map, and {@code flush map} no set. */
    private void flushSet(Family family, NftTable table, boolean map) {
        int mark = tokens.mark();
        NftSet set = NftFile.set(tokens, table);
        if (set.spec().isMap() != map) {
            throw tokens.refusal(mark, "No such file or directory");
        }
        draft.changeSet(family, table.name(), set.name()).clear();
    }
}
