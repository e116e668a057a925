package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.NftRule;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.SetFlag;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.SetSpec;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.expression.Concatenation;
import packetwalk.linux.nftables.expression.Ct;
import packetwalk.linux.nftables.expression.Literal;
import packetwalk.linux.nftables.expression.Meta;
import packetwalk.linux.nftables.expression.Payload;
import packetwalk.linux.nftables.statement.Assignment;
import packetwalk.linux.nftables.statement.Notrack;
import packetwalk.linux.nftables.statement.ObjectReference;
import packetwalk.linux.nftables.statement.SetUpdate;
import packetwalk.linux.nftables.statement.Unmodelled;
import packetwalk.linux.nftables.statement.VerdictStatement;

/** Reads a rule, statement by statement: nftables' src/parser_bison.y {@code rule_alloc}. */
final class RuleParser {

    /** Statements that the engine knows by name only; each takes the rest of its rule, a verdict apart. */
    private static final Set<String> UNMODELLED =
            Set.of("dup", "fwd", "synproxy", "flow", "xt", "last", "reset", "destroy");

    private static final Set<String> VERDICTS = Set.of("accept", "drop", "continue", "return", "jump", "goto");

    private final Tokens tokens;
    private final NftTable table;
    private final ExpressionParser expressions;
    private final ElementParser elements;
    private final ActionParser actions;

    RuleParser(Tokens tokens, NftTable table) {
        this.tokens = tokens;
        this.table = table;
        this.expressions = new ExpressionParser(tokens, table);
        this.elements = new ElementParser(tokens, expressions.constants(), table);
        this.actions = new ActionParser(tokens, table, expressions);
    }

    /** A rule up to the end of its line. */
    NftRule rule() {
        List<Statement> statements = new ArrayList<>();
        String comment = "";
        int begin = tokens.mark();
        while (!tokens.atSeparator() && !tokens.at("}")) {
            if (tokens.take("comment")) {
                comment = tokens.quoted();
                break;
            }
            int mark = tokens.mark();
            if (!statements.isEmpty() && statements.get(statements.size() - 1).terminal()) {
                throw tokens.refusal(mark, "Statement after terminal statement has no effect");
            }
            statements.add(statement());
        }
        if (statements.isEmpty()) {
            throw tokens.unexpected("expecting a statement");
        }
        Function<String, IllegalArgumentException> refusal = why -> tokens.refusal(begin, why);
        List<Statement> complete = IcmpTypes.complete(statements, refusal);
        return NftRule.of(Dependencies.of(table.family(), complete, refusal), comment);
    }

    private Statement statement() {
        Token first = tokens.peek();
        if (first.kind() == Token.Kind.STRING) {
            throw tokens.unexpected("expecting a statement");
        }
        if (VERDICTS.contains(first.text())) {
            return new VerdictStatement(elements.verdict());
        }
        return switch (first.text()) {
            case "counter", "limit", "quota" -> stateful();
            case "log" -> actions.log();
            case "reject" -> actions.reject();
            case "queue" -> actions.queue();
            case "snat", "dnat", "masquerade", "redirect" -> actions.nat();
            case "notrack" -> {
                tokens.next();
                yield new Notrack();
            }
            case "add", "update", "delete" -> update();
            case "tproxy" -> transparentProxy();
            case "ct" -> ct();
            default -> UNMODELLED.contains(first.text()) ? unmodelled() : asked();
        };
    }

    /** A statement that remembers, as elements of a set have them too. */
    Statement stateful() {
        return tokens.at("ct") ? unmodelled() : actions.stateful();
    }

    /** Everything up to a verdict or the end, in its own words. */
    private Statement unmodelled() {
        int mark = tokens.mark();
        tokens.next();
        while (!tokens.atSeparator()
                && !tokens.at("}", "comment", ":", ",")
                && !VERDICTS.contains(tokens.peek().text())) {
            tokens.next();
        }
        return new Unmodelled(tokens.text(mark));
    }

    /** {@code tproxy ip6 to [fd00::1]:80}. */
    private Statement transparentProxy() {
        tokens.next();
        StringBuilder text = new StringBuilder("tproxy ");
        if (tokens.at("ip", "ip6")) {
            text.append(tokens.name()).append(' ');
        }
        tokens.expect("to");
        text.append("to ");
        if (!tokens.at(":")) {
            boolean bracketed = tokens.at("[");
            boolean v6 = bracketed || tokens.peek().text().indexOf(':') >= 0;
            DataType type = v6 ? DataTypes.IPV6_ADDR : DataTypes.IPV4_ADDR;
            String address = type.print(expressions.constants().value(type));
            text.append(bracketed ? "[" + address + "]" : address);
        }
        if (tokens.take(":")) {
            DataType port = DataTypes.INET_SERVICE;
            text.append(':').append(port.print(expressions.constants().value(port)));
        }
        return new Unmodelled(text.toString());
    }

    private Statement ct() {
        if (tokens.ahead(1).is("count")) {
            return count();
        }
        boolean object = Set.of("helper", "timeout", "expectation")
                        .contains(tokens.ahead(1).text())
                && tokens.ahead(2).is("set");
        if (!object) {
            return asked();
        }
        tokens.next();
        String kind = "ct " + tokens.name();
        tokens.next();
        int mark = tokens.mark();
        String name = tokens.name();
        if (table.object(kind, name).isEmpty()) {
            throw tokens.refusal(mark, "No such file or directory");
        }
        return new ObjectReference(kind, name);
    }

    private Statement count() {
        int mark = tokens.mark();
        tokens.next();
        tokens.next();
        tokens.take("over");
        tokens.number();
        return new Unmodelled(tokens.text(mark));
    }

    /** A condition, or a change of what was asked for. */
    private Statement asked() {
        int mark = tokens.mark();
        Expression left = expressions.concatenation();
        if (left.equals(new Meta(Meta.Key.NFTRACE)) && !tokens.at("set")) {
            throw tokens.refusal(mark, "Could not process rule: Operation not supported"); // it can only be set
        }
        if (!tokens.at("set")) {
            return new MatchParser(tokens, expressions.constants(), table).behind(left);
        }
        tokens.next();
        Statement statement = new Assignment(left, right(left));
        boolean settable = left instanceof Meta || left instanceof Ct || left instanceof Payload;
        return settable ? statement : new Unmodelled(tokens.text(mark));
    }

    private Expression right(Expression left) {
        if (expressions.begins()) {
            return expressions.expression(left.types());
        }
        DataType type = left.type();
        return new Literal(List.of(type), expressions.constants().span(type).from());
    }

    /** {@code update @seen { ip saddr timeout 10s }}. */
    private Statement update() {
        SetUpdate.Operation operation = switch (tokens.next().text()) {
            case "add" -> SetUpdate.Operation.ADD;
            case "update" -> SetUpdate.Operation.UPDATE;
            default -> SetUpdate.Operation.DELETE;
        };
        tokens.expect("@");
        int mark = tokens.mark();
        String name = tokens.name();
        NftSet found = table.set(name);
        if (found == null) {
            throw tokens.refusal(mark, "No such file or directory");
        }
        SetReference set = SetReference.named(found.spec());
        if (set.spec().has(SetFlag.INTERVAL) && set.spec().keys().size() == 1) {
            throw tokens.refusal(mark, "Could not process rule: Operation not supported"); // a tree has no update
        }
        tokens.expect("{");
        Expression key = expressions.concatenation();
        String wanted = SetSpec.words(set.spec().keys());
        if (!wanted.equals(SetSpec.words(key.types()))) {
            throw tokens.refusal(
                    mark,
                    "datatype mismatch: expected " + wanted + ", expression has type " + SetSpec.words(key.types()));
        }
        long timeout = tokens.take("timeout") ? elements.time() : 0;
        if (timeout >= ElementParser.TOO_LONG) {
            throw tokens.refusal(mark, "Could not process rule: Numerical result out of range");
        }
        List<Statement> statements = new ArrayList<>();
        while (tokens.at("counter", "limit", "quota", "ct")) {
            statements.add(stateful());
        }
        Expression data = null;
        if (tokens.take(":")) {
            data = data(set);
        }
        tokens.expect("}");
        return new SetUpdate(operation, set, key, data, timeout, statements);
    }

    private Expression data(SetReference map) {
        List<DataType> types = map.spec().data();
        if (expressions.begins()) {
            return expressions.concatenation();
        }
        List<Expression> parts = new ArrayList<>();
        for (DataType type : types) {
            if (!parts.isEmpty()) {
                tokens.expect(".");
            }
            parts.add(new Literal(List.of(type), expressions.constants().value(type)));
        }
        return parts.size() == 1 ? parts.get(0) : new Concatenation(parts);
    }
}
