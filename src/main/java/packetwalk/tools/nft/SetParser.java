package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.SetFlag;
import packetwalk.linux.nftables.SetSpec;
import packetwalk.linux.nftables.Statement;

/** Reads the braces in which a set or map is declared: nftables' src/parser_bison.y {@code set_block}, {@code map_block}. */
final class SetParser {

    private static final long WORD = 0xffff_ffffL;

    private final Tokens tokens;
    private final NftTable table;
    private final boolean map;
    private final ElementParser elements;
    private final List<DataType> keys = new ArrayList<>();
    private final List<DataType> data = new ArrayList<>();
    private final EnumSet<SetFlag> flags = EnumSet.noneOf(SetFlag.class);
    private final List<Statement> statements = new ArrayList<>();
    private String typeof = "";
    private String typeofData = "";
    private int size;
    private long timeout;
    private long gcInterval;
    private boolean autoMerge;
    private String policy = "";
    private String comment = "";
    private OptionalInt elementsAt = OptionalInt.empty();

    SetParser(Tokens tokens, NftTable table, boolean map) {
        this.tokens = tokens;
        this.table = table;
        this.map = map;
        this.elements = new ElementParser(tokens, new Constants(tokens), table);
    }

    /** Reads the braces; elements in them are passed over. */
    SetSpec read(String name) {
        int mark = tokens.mark();
        tokens.expect("{");
        tokens.skipSeparators();
        while (!tokens.take("}")) {
            line();
            tokens.skipSeparators();
        }
        if (keys.isEmpty()) {
            throw tokens.refusal(
                    mark, map ? "map definition does not specify key" : "set definition does not specify key");
        }
        if (map && data.isEmpty()) {
            throw tokens.refusal(mark, "map definition does not specify mapping data type");
        }
        if (timeout > 0) {
            flags.add(SetFlag.TIMEOUT);
        }
        check(mark);
        if (flags.contains(SetFlag.CONSTANT)) {
            size = 0; // mnl_nft_set_add() says neither of what never changes
            policy = "";
        }
        return new SetSpec(
                name,
                keys,
                typeof,
                data,
                typeofData,
                flags,
                size,
                timeout,
                gcInterval,
                autoMerge,
                policy,
                statements,
                comment);
    }

    /** What nft's {@code set_evaluate()} and the kernel's {@code nf_tables_newset()} refuse. */
    private void check(int mark) {
        if (autoMerge && !flags.contains(SetFlag.INTERVAL)) {
            throw tokens.refusal(mark, "auto-merge only works with interval sets");
        }
        if (gcInterval > 0 && !flags.contains(SetFlag.TIMEOUT)) {
            throw tokens.refusal(mark, "Could not process rule: Invalid argument");
        }
        boolean ends = flags.contains(SetFlag.CONSTANT) && flags.contains(SetFlag.TIMEOUT);
        boolean grows = flags.contains(SetFlag.DYNAMIC) && flags.contains(SetFlag.INTERVAL);
        if (ends || grows) {
            throw tokens.refusal(mark, "Could not process rule: Operation not supported");
        }
        if (timeout >= ElementParser.TOO_LONG) {
            throw tokens.refusal(mark, "Could not process rule: Numerical result out of range");
        }
    }

    /** Where the braces of its elements begin; empty if it has none. */
    OptionalInt elementsAt() {
        return elementsAt;
    }

    private void line() {
        int mark = tokens.mark();
        String word = tokens.name();
        if (map && (word.equals("gc-interval") || word.equals("auto-merge"))) {
            throw tokens.refusal(mark, "syntax error, unexpected " + word);
        }
        switch (word) {
            case "type" -> types();
            case "typeof" -> typeof();
            case "flags" -> flags();
            case "timeout" -> timeout = elements.time();
            case "gc-interval" -> gcInterval = elements.time() & WORD; // 32 bits have room for 49 days
            case "size" -> size = (int) (tokens.number() & WORD);
            case "policy" -> policy = policy();
            case "auto-merge" -> autoMerge = true;
            case "comment" -> comment = tokens.quoted();
            case "counter", "limit", "quota", "ct" -> statements(mark);
            case "elements" -> {
                tokens.expect("=");
                elementsAt = OptionalInt.of(tokens.mark());
                if (tokens.at("{") && tokens.ahead(1).is("}")) {
                    tokens.next();
                    throw tokens.unexpected("expecting an element");
                }
                tokens.skipBraces();
            }
            default -> throw tokens.refusal(mark, "syntax error, unexpected " + word);
        }
        if (!word.equals("elements") && !word.equals("auto-merge")) {
            tokens.endOfLine();
        }
    }

    private void statements(int mark) {
        tokens.reset(mark);
        while (tokens.at("counter", "limit", "quota", "ct")) {
            statements.add(new RuleParser(tokens, table).stateful());
        }
    }

    private String policy() {
        if (!tokens.at("memory", "performance")) {
            throw tokens.unexpected("expecting memory or performance");
        }
        return tokens.name();
    }

    private void types() {
        keys.addAll(typeList());
        if (map) {
            tokens.expect(":");
            if (tokens.at("counter", "quota", "limit", "interval", "synproxy")) {
                throw tokens.refusal(
                        "maps of \"" + tokens.peek().text() + "\" are not modelled; map to values or verdicts");
            }
            data.addAll(typeList());
        }
    }

    private List<DataType> typeList() {
        List<DataType> types = new ArrayList<>();
        do {
            int mark = tokens.mark();
            String name = tokens.name();
            types.add(DataTypes.named(name).orElseThrow(() -> tokens.refusal(mark, "unknown datatype " + name)));
        } while (tokens.take("."));
        return types;
    }

    private void typeof() {
        ExpressionParser expressions = new ExpressionParser(tokens, table);
        Expression key = expressions.concatenation();
        typeof = key.toString();
        keys.addAll(key.types());
        if (map) {
            tokens.expect(":");
            if (tokens.take("verdict")) {
                typeofData = "verdict";
                data.add(DataTypes.VERDICT);
            } else {
                Expression mapped = expressions.concatenation();
                typeofData = mapped.toString();
                data.addAll(mapped.types());
            }
        }
    }

    /** What is said last holds. */
    private void flags() {
        flags.clear();
        do {
            int mark = tokens.mark();
            String word = tokens.name();
            flags.add(SetFlag.named(word).orElseThrow(() -> tokens.refusal(mark, "unknown set flag " + word)));
        } while (tokens.take(","));
    }
}
