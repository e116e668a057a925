package packetwalk.tools.nft;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.expression.Binary;
import packetwalk.linux.nftables.expression.Concatenation;
import packetwalk.linux.nftables.expression.Hash;
import packetwalk.linux.nftables.expression.Header;
import packetwalk.linux.nftables.expression.MapLookup;
import packetwalk.linux.nftables.expression.Payload;
import packetwalk.linux.nftables.statement.Assignment;
import packetwalk.linux.nftables.statement.MatchStatement;
import packetwalk.linux.nftables.statement.NatStatement;
import packetwalk.linux.nftables.statement.SetUpdate;
import packetwalk.linux.nftables.statement.VmapStatement;

/**
 * {@code th dport} by the name that the field has in the one protocol that it can be: nftables' src/payload.c
 * {@code payload_expr_complete()}.
 */
final class Ports {

    private Ports() {}

    /** A statement of a rule whose packets all have {@code protocol}. */
    static Statement named(Statement statement, int protocol) {
        UnaryOperator<Expression> name = each -> named(each, protocol);
        if (statement instanceof MatchStatement match) {
            return new MatchStatement(name.apply(match.left()), match.operator(), match.right());
        }
        if (statement instanceof VmapStatement vmap) {
            return new VmapStatement(name.apply(vmap.key()), vmap.map());
        }
        if (statement instanceof Assignment assignment) {
            return new Assignment(name.apply(assignment.target()), name.apply(assignment.value()));
        }
        if (statement instanceof SetUpdate update) {
            return new SetUpdate(
                    update.operation(),
                    update.set(),
                    name.apply(update.key()),
                    update.data(),
                    update.timeoutMillis(),
                    update.statements());
        }
        return statement instanceof NatStatement nat
                ? new NatStatement(
                        nat.kind(), nat.family(), named(nat.address(), name), named(nat.port(), name), nat.choice())
                : statement;
    }

    private static NatStatement.@Nullable Operand named(
            NatStatement.@Nullable Operand operand, UnaryOperator<Expression> name) {
        return operand == null ? null : new NatStatement.Operand(name.apply(operand.from()), operand.to());
    }

    private static Expression named(Expression expression, int protocol) {
        if (expression instanceof Concatenation concatenation) {
            return new Concatenation(concatenation.parts().stream()
                    .map(each -> named(each, protocol))
                    .toList());
        }
        if (expression instanceof MapLookup lookup) {
            return new MapLookup(named(lookup.key(), protocol), lookup.map());
        }
        if (expression instanceof Hash hash) {
            return new Hash(named(hash.key(), protocol), hash.modulus(), hash.seed(), hash.offset());
        }
        if (expression instanceof Binary binary) {
            return new Binary(named(binary.left(), protocol), binary.operator(), binary.right());
        }
        return expression instanceof Payload payload && payload.header() == Header.TH
                ? inHeader(payload.field(), protocol).orElse(payload)
                : expression;
    }

    private static Optional<Payload> inHeader(Header.Field field, int protocol) {
        return Arrays.stream(Header.values())
                .filter(each -> each.protocol() == protocol)
                .findFirst()
                .flatMap(header ->
                        header.at(field.offset(), field.type().bits()).map(there -> new Payload(header, there)));
    }
}
