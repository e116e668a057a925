package packetwalk.tools.nft;

import packetwalk.linux.nftables.NftObject;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.statement.LimitStatement;
import packetwalk.linux.nftables.statement.QuotaStatement;
import packetwalk.linux.nftables.statement.Unmodelled;

/** Reads what an object with a name is, with braces around it or without: nftables' src/parser_bison.y {@code counter_obj}. */
final class ObjectParser {

    private final Tokens tokens;
    private final NftTable table;
    private final String kind;
    private final ActionParser actions;

    /** {@code kind}: counter, quota, limit, or {@code ct} with helper, timeout or expectation behind it. */
    ObjectParser(Tokens tokens, NftTable table, String kind) {
        this.tokens = tokens;
        this.table = table;
        this.kind = kind;
        this.actions = new ActionParser(tokens, table, new ExpressionParser(tokens, table));
    }

    /** The object of that name. */
    NftObject read(String name) {
        if (kind.startsWith("ct ")) {
            return connection(name);
        }
        if (!tokens.at("{")) {
            boolean nothing = kind.equals("counter") && tokens.atSeparator();
            return object(name, nothing ? actions.counter() : body(), "");
        }
        int mark = tokens.mark();
        tokens.next();
        Statement body = kind.equals("quota") ? new QuotaStatement(false, 0, 0) : actions.noCounts();
        boolean empty = true;
        String comment = "";
        tokens.skipSeparators();
        while (!tokens.take("}")) {
            if (tokens.take("comment")) {
                comment = tokens.quoted();
            } else {
                body = body();
                empty = false;
            }
            tokens.skipSeparators();
        }
        if (empty && kind.equals("limit")) {
            throw tokens.refusal(mark, "Could not process rule: Invalid argument");
        }
        return object(name, body, comment);
    }

    private Statement body() {
        return switch (kind) {
            case "counter" -> {
                if (!tokens.at("packets")) {
                    throw tokens.unexpected("expecting packets or comment");
                }
                yield actions.counter();
            }
            case "quota" -> actions.quota();
            default -> new LimitStatement(actions.rate(true));
        };
    }

    private NftObject object(String name, Statement body, String comment) {
        return new NftObject(kind, name, 0, body, "", comment);
    }

    private NftObject connection(String name) {
        CtObjectParser parser = new CtObjectParser(tokens, table.family(), kind.substring(3));
        int mark = tokens.mark();
        String lines = parser.read();
        if (table.object(kind, name).isEmpty()) {
            parser.check(mark); // one that is there stays as it is
        }
        return new NftObject(kind, name, 0, new Unmodelled(kind + " " + name), lines, parser.comment());
    }
}
