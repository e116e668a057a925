package packetwalk.tools.nft;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.conntrack.NatRange;
import packetwalk.linux.nftables.DataType;
import packetwalk.linux.nftables.DataTypes;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.Value;
import packetwalk.linux.nftables.expression.Literal;
import packetwalk.linux.nftables.expression.MapLookup;
import packetwalk.linux.nftables.statement.CounterStatement;
import packetwalk.linux.nftables.statement.DataUnits;
import packetwalk.linux.nftables.statement.LimitStatement;
import packetwalk.linux.nftables.statement.LogStatement;
import packetwalk.linux.nftables.statement.NatStatement;
import packetwalk.linux.nftables.statement.ObjectReference;
import packetwalk.linux.nftables.statement.QueueStatement;
import packetwalk.linux.nftables.statement.QuotaStatement;
import packetwalk.linux.nftables.statement.RejectStatement;
import packetwalk.linux.nftables.statement.Unmodelled;

/** Reads what a rule does: counters, limits, reports, refusals, translations. */
final class ActionParser {

    private static final int PORT_UNREACHABLE = 3;
    private static final int PORT_UNREACHABLE_V6 = 4;
    private static final int PORT_UNREACHABLE_EITHER = 1;

    private final Tokens tokens;
    private final NftTable table;
    private final ExpressionParser expressions;

    ActionParser(Tokens tokens, NftTable table, ExpressionParser expressions) {
        this.tokens = tokens;
        this.table = table;
        this.expressions = expressions;
    }

    /** counter, limit or quota; by name it is an object of the table. */
    Statement stateful() {
        String kind = tokens.name();
        if (tokens.take("name")) {
            int mark = tokens.mark();
            String name = tokens.name();
            if (table.object(kind, name).isEmpty()) {
                throw tokens.refusal(mark, "Could not process rule: No such file or directory");
            }
            return new ObjectReference(kind, name);
        }
        return switch (kind) {
            case "counter" -> counter();
            case "limit" -> new LimitStatement(rate(false));
            default -> quota();
        };
    }

    /** A counter that begins at nothing. */
    CounterStatement noCounts() {
        return new CounterStatement(0, 0);
    }

    CounterStatement counter() {
        if (!tokens.take("packets")) {
            return noCounts();
        }
        long packets = tokens.number();
        tokens.expect("bytes");
        return new CounterStatement(packets, tokens.number());
    }

    /** {@code rate over 10 mbytes/second burst 5 mbytes}; an object takes 0 packets at once for what is meant without. */
    LimitStatement.Rate rate(boolean ofObject) {
        tokens.expect("rate");
        boolean over = tokens.take("over");
        int mark = tokens.mark();
        long amount = tokens.number();
        Optional<Long> bytes = unit();
        String span = tokens.name();
        // "second" behind its stroke, or with bytes as one word: kbytes/second
        if (bytes.isEmpty() && span.indexOf('/') > 0) {
            bytes = DataUnits.parse(span.substring(0, span.indexOf('/')));
            span = span.substring(span.indexOf('/') + 1);
        }
        LimitStatement.Unit unit =
                LimitStatement.Unit.named(span).orElseThrow(() -> tokens.refusal(mark, "Wrong rate format"));
        if (amount == 0) {
            throw tokens.refusal(mark, "Could not process rule: Invalid argument");
        }
        long burst = bytes.isPresent() ? 0 : LimitStatement.Rate.BURST;
        if (tokens.take("burst")) {
            burst = bytes.isPresent() ? bytes() : packets(ofObject);
        }
        return new LimitStatement.Rate(over, amount * bytes.orElse(1L), unit, burst, bytes.isPresent());
    }

    private long packets(boolean ofObject) {
        int mark = tokens.mark();
        long burst = tokens.number();
        tokens.expect("packets");
        if (burst == 0 && !ofObject) {
            throw tokens.refusal(mark, "packet limit burst must be > 0");
        }
        return burst == 0 ? LimitStatement.Rate.BURST : burst;
    }

    /** A unit of bytes, or the stroke before a unit of time. */
    private Optional<Long> unit() {
        if (tokens.take("/")) {
            return Optional.empty();
        }
        Optional<Long> bytes = DataUnits.parse(tokens.peek().text());
        if (bytes.isPresent()) {
            tokens.next();
            tokens.take("/");
        }
        return bytes;
    }

    QuotaStatement quota() {
        boolean over = tokens.take("over");
        if (!over) {
            tokens.take("until");
        }
        long bytes = bytes();
        return new QuotaStatement(over, bytes, tokens.take("used") ? bytes() : 0);
    }

    private long bytes() {
        int mark = tokens.mark();
        long amount = tokens.number();
        String unit = tokens.name();
        return amount * DataUnits.parse(unit).orElseThrow(() -> tokens.refusal(mark, "Wrong rate format"));
    }

    Statement log() {
        int mark = tokens.mark();
        tokens.next();
        String prefix = "";
        boolean levelled = false;
        int level = LogStatement.WARNING;
        StringBuilder group = new StringBuilder();
        StringBuilder behind = new StringBuilder();
        EnumSet<LogStatement.Flag> flags = EnumSet.noneOf(LogStatement.Flag.class);
        while (tokens.at("prefix", "level", "group", "snaplen", "queue-threshold", "flags")) {
            String word = tokens.name();
            switch (word) {
                case "prefix" -> prefix = tokens.quoted();
                case "level" -> {
                    level = level();
                    levelled = true;
                }
                case "group" -> group.append("group ").append(tokens.number());
                case "flags" -> flags.addAll(logFlags());
                default -> behind.append(' ').append(word).append(' ').append(tokens.number());
            }
        }
        checkLog(mark, level, levelled, group, prefix, flags);
        // what only a reader of a group needs is forgotten without one
        return new LogStatement(
                prefix,
                level,
                flags,
                group.isEmpty() ? "" : group.append(behind).toString());
    }

    private void checkLog(
            int mark,
            int level,
            boolean levelled,
            CharSequence group,
            String prefix,
            EnumSet<LogStatement.Flag> flags) {
        boolean grouped = group.length() > 0;
        if (grouped && levelled) {
            throw tokens.refusal(mark, "level and group are mutually exclusive");
        }
        if (grouped && !flags.isEmpty()) {
            throw tokens.refusal(mark, "flags and group are mutually exclusive");
        }
        boolean audit = level == LogStatement.LEVELS.indexOf("audit");
        if (audit && (!prefix.isEmpty() || !flags.isEmpty())) {
            throw tokens.refusal(mark, "log level audit doesn't support any further options");
        }
    }

    private int level() {
        int mark = tokens.mark();
        String word = tokens.name();
        int level = LogStatement.LEVELS.indexOf(word);
        if (level < 0) {
            throw tokens.refusal(mark, "invalid log level");
        }
        return level;
    }

    private EnumSet<LogStatement.Flag> logFlags() {
        int mark = tokens.mark();
        String word = tokens.name();
        EnumSet<LogStatement.Flag> flags = EnumSet.noneOf(LogStatement.Flag.class);
        switch (word) {
            case "all" -> flags.addAll(EnumSet.allOf(LogStatement.Flag.class));
            case "skuid" -> flags.add(LogStatement.Flag.SKUID);
            case "ether" -> flags.add(LogStatement.Flag.ETHER);
            case "ip" -> {
                tokens.expect("options");
                flags.add(LogStatement.Flag.IP_OPTIONS);
            }
            case "tcp" -> {
                do {
                    boolean sequence = tokens.name().equals("sequence");
                    flags.add(sequence ? LogStatement.Flag.TCP_SEQUENCE : LogStatement.Flag.TCP_OPTIONS);
                } while (tokens.take(","));
            }
            default -> throw tokens.refusal(mark, "syntax error, unexpected " + word);
        }
        return flags;
    }

    Statement reject() {
        tokens.next();
        if (!tokens.take("with")) {
            return plainReject();
        }
        int mark = tokens.mark();
        String word = tokens.name();
        if (word.equals("tcp")) {
            tokens.expect("reset");
            return new RejectStatement(RejectStatement.With.TCP_RESET, 0, false);
        }
        RejectStatement.With with = switch (word) {
            case "icmp" -> RejectStatement.With.ICMP;
            case "icmpv6" -> RejectStatement.With.ICMPV6;
            case "icmpx" -> RejectStatement.With.ICMPX;
            default -> throw tokens.refusal(mark, "syntax error, unexpected " + word);
        };
        tokens.take("type");
        boolean either = table.family() == Family.INET || table.family() == Family.BRIDGE;
        if (with == RejectStatement.With.ICMPX && !either) {
            throw tokens.refusal("abstracted ICMP unreachable not supported");
        }
        int code = (int) expressions.constants().value(with.codes()).number();
        RejectStatement plain = plainReject();
        // either family's error, where somebody has said so, stays that: it is not narrowed down by what comes before
        boolean silent = with != RejectStatement.With.ICMPX && plain.with() == with && plain.code() == code;
        return new RejectStatement(with, code, silent);
    }

    /** What {@code reject} means without more words. */
    private RejectStatement plainReject() {
        return switch (table.family()) {
            case IP -> new RejectStatement(RejectStatement.With.ICMP, PORT_UNREACHABLE, true);
            case IP6 -> new RejectStatement(RejectStatement.With.ICMPV6, PORT_UNREACHABLE_V6, true);
            default -> new RejectStatement(RejectStatement.With.ICMPX, PORT_UNREACHABLE_EITHER, true);
        };
    }

    Statement queue() {
        tokens.next();
        StringBuilder flags = new StringBuilder();
        String queues = "";
        boolean bypass = false;
        while (tokens.at("num", "to", "flags", "bypass", "fanout")) {
            String word = tokens.name();
            switch (word) {
                case "num", "to" -> {
                    long first = tokens.number();
                    queues = " to " + first + (tokens.take("-") ? "-" + tokens.number() : "");
                }
                case "flags" -> {
                    do {
                        String flag = tokens.name();
                        bypass |= flag.equals("bypass");
                        flags.append(flags.isEmpty() ? " flags " : ",").append(flag);
                    } while (tokens.take(","));
                }
                default -> {
                    bypass |= word.equals("bypass");
                    flags.append(flags.isEmpty() ? " flags " : ",").append(word);
                    tokens.take(",");
                }
            }
        }
        return new QueueStatement(flags + (queues.isEmpty() ? " to 0" : queues), bypass);
    }

    /** {@code dnat [ip|ip6] [addr . port] [prefix] to …}. */
    Statement nat() {
        int mark = tokens.mark();
        NatStatement.Kind kind = NatStatement.Kind.valueOf(tokens.name().toUpperCase(Locale.ROOT));
        String family = "";
        if (tokens.at("ip", "ip6")) {
            family = tokens.name();
        }
        if (!family.isEmpty() && tokens.take("addr")) {
            tokens.expect(".");
            tokens.expect("port");
        }
        boolean prefix = tokens.take("prefix");
        NatStatement.Operand address = null;
        NatStatement.Operand port = null;
        if (tokens.take("to")) {
            boolean portOnly = kind == NatStatement.Kind.MASQUERADE || kind == NatStatement.Kind.REDIRECT;
            if (tokens.at(":") && !family.isEmpty()) {
                throw tokens.unexpected("expecting an address");
            }
            if (!tokens.at(":") && !portOnly) {
                address = address(family.equals("ip6") || table.family() == Family.IP6);
            }
            if (tokens.take(":") || (portOnly && !tokens.atSeparator())) {
                port = port();
            }
        }
        NatRange.Choice choice = choice();
        if (prefix || tokens.at("prefix")) {
            return new Unmodelled(tokens.text(mark));
        }
        return new NatStatement(kind, shownFamily(family, address), address, port, choice);
    }

    private String shownFamily(String family, NatStatement.@Nullable Operand address) {
        if (address == null) {
            return "";
        }
        if (table.family() == Family.INET) {
            return family; // what was not said may be known from a condition before
        }
        boolean withPort =
                address.from() instanceof MapLookup && address.from().types().size() > 1;
        return withPort ? table.family().toString() : "";
    }

    private NatStatement.Operand address(boolean v6) {
        DataType guess =
                tokens.peek().text().indexOf(':') >= 0 || tokens.at("[") ? DataTypes.IPV6_ADDR : DataTypes.IPV4_ADDR;
        DataType type = v6 ? DataTypes.IPV6_ADDR : guess;
        if (expressions.begins()) {
            return new NatStatement.Operand(expressions.expression(List.of(type)), null);
        }
        return literals(type);
    }

    private NatStatement.Operand port() {
        return expressions.begins()
                ? new NatStatement.Operand(expressions.expression(List.of(DataTypes.INET_SERVICE)), null)
                : literals(DataTypes.INET_SERVICE);
    }

    private NatStatement.Operand literals(DataType type) {
        int mark = tokens.mark();
        Value from = expressions.constants().value(type);
        if (type != DataTypes.INET_SERVICE && tokens.take("/")) {
            int length = (int) Math.min(type.bits(), tokens.number());
            return operand(type, from.and(from.mask(length)), from.last(length));
        }
        if (!tokens.take("-")) {
            return new NatStatement.Operand(new Literal(List.of(type), from), null);
        }
        Value to = expressions.constants().value(type);
        if (to.compareTo(from) < 0) {
            throw tokens.refusal(mark, "Range has zero or negative size");
        }
        return operand(type, from, to);
    }

    private static NatStatement.Operand operand(DataType type, Value from, Value to) {
        return new NatStatement.Operand(new Literal(List.of(type), from), new Literal(List.of(type), to));
    }

    private NatRange.Choice choice() {
        boolean random = false;
        boolean fully = false;
        boolean persistent = false;
        while (tokens.at("random", "fully-random", "persistent", ",")) {
            switch (tokens.next().text()) {
                case "random" -> random = true;
                case "fully-random" -> fully = true;
                case "persistent" -> persistent = true;
                default -> {}
            }
        }
        return new NatRange.Choice(random, fully, persistent);
    }
}
