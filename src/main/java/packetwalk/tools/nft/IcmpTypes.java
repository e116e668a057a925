package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.Expression;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.SetElement;
import packetwalk.linux.nftables.SetReference;
import packetwalk.linux.nftables.SetSpec;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.expression.Concatenation;
import packetwalk.linux.nftables.expression.Header;
import packetwalk.linux.nftables.expression.Payload;
import packetwalk.linux.nftables.statement.Implied;
import packetwalk.linux.nftables.statement.MatchStatement;
import packetwalk.linux.nftables.statement.MatchStatement.Operator;
import packetwalk.linux.nftables.statement.Test;
import packetwalk.linux.nftables.statement.VmapStatement;

/**
 * Fields that only some messages of ICMP have: a rule that asks for one asks for the message's type first, whether that was
 * typed or not. nftables' src/payload.c {@code payload_gen_icmp_dependency()}.
 */
final class IcmpTypes {

    private final Function<String, IllegalArgumentException> refusal;
    private final List<Statement> statements = new ArrayList<>();

    /** The types that the message can have; none while nobody has asked. */
    private List<Long> known = List.of();

    /** Where that was asked, or -1. */
    private int place = -1;

    private IcmpTypes(Function<String, IllegalArgumentException> refusal) {
        this.refusal = refusal;
    }

    /** The statements of a rule, with the conditions that they need in front of them. */
    static List<Statement> complete(List<Statement> read, Function<String, IllegalArgumentException> refusal) {
        IcmpTypes types = new IcmpTypes(refusal);
        read.forEach(types::add);
        return types.statements;
    }

    private void add(Statement each) {
        Payload payload = payload(each);
        List<Long> needed = payload == null ? List.of() : needed(payload);
        if (payload != null && !needed.isEmpty()) {
            require(payload.header(), needed);
        }
        List<Long> asked = payload == null ? List.of() : asked(payload, each);
        if (!asked.isEmpty()) {
            known = asked;
            place = statements.size();
        }
        statements.add(each);
        if (!(each instanceof MatchStatement) && !(each instanceof VmapStatement)) {
            place = -1; // as in Dependencies: it is done whatever comes behind
        }
    }

    private static @Nullable Payload payload(Statement statement) {
        Expression subject = statement instanceof MatchStatement match
                ? match.left()
                : statement instanceof VmapStatement vmap ? vmap.key() : null;
        Expression first =
                subject instanceof Concatenation several ? several.parts().get(0) : subject;
        return first instanceof Payload payload ? payload : null;
    }

    /** The types whose messages have that field; none for one that all have. The one that nft names comes first. */
    private static List<Long> needed(Payload payload) {
        String field = payload.field().name();
        boolean echo = field.equals("id") || field.equals("sequence");
        return switch (payload.header()) {
            case ICMP ->
                echo
                        ? List.of(8L, 0L)
                        : field.equals("mtu") ? List.of(3L) : field.equals("gateway") ? List.of(5L) : List.of();
            case ICMPV6 -> echo ? List.of(128L, 129L) : neededV6(field);
            default -> List.of();
        };
    }

    private static List<Long> neededV6(String field) {
        return switch (field) {
            case "mtu" -> List.of(2L);
            case "max-delay" -> List.of(130L);
            default -> List.of();
        };
    }

    /** The types that a condition leaves. */
    private static List<Long> asked(Payload payload, Statement statement) {
        boolean icmp = payload.header() == Header.ICMP || payload.header() == Header.ICMPV6;
        boolean type = icmp && payload.field().name().equals("type");
        if (!type || !(statement instanceof MatchStatement match) || match.operator() != Operator.EQUAL) {
            return List.of();
        }
        if (match.right() instanceof Test.Exactly exactly) {
            return List.of(exactly.value().number());
        }
        return match.right() instanceof Test.InSet in && in.set().anonymous().isPresent()
                ? in.set().anonymous().get().elements(0).stream()
                        .map(element -> element.from().number())
                        .toList()
                : List.of();
    }

    private void require(Header header, List<Long> needed) {
        if (known.isEmpty()) {
            MatchStatement condition = condition(header, needed);
            statements.add(needed.size() == 1 ? new Implied(condition) : condition);
            known = needed;
            return;
        }
        for (Long each : known) {
            if (!needed.contains(each)) {
                throw refusal.apply("incompatible icmp match: rule has " + each + ", need " + needed.get(0));
            }
        }
        if (needed.size() == 1 && place >= 0) {
            statements.set(place, new Implied(statements.get(place)));
            place = -1;
        }
    }

    private static MatchStatement condition(Header header, List<Long> types) {
        Payload type = new Payload(header, header.field("type").orElseThrow());
        DataType of = type.type();
        if (types.size() == 1) {
            return new MatchStatement(type, Operator.EQUAL, new Test.Exactly(List.of(of), of.value(types.get(0))));
        }
        List<SetElement> elements = types.stream()
                .map(of::value)
                .map(value -> SetElement.of(value, value, SetElement.Extras.NONE))
                .toList();
        NftSet set = NftSet.anonymous(SetSpec.anonymous(List.of(of), List.of(), false), elements);
        return new MatchStatement(type, Operator.EQUAL, new Test.InSet(SetReference.of(set)));
    }
}
