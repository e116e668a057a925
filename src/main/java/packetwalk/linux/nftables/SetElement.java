package packetwalk.linux.nftables;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One element of a set or map: {@code struct nft_set_ext}.
 *
 * <p>Its key may be a range, in each part of a concatenation. What it maps to, and what it remembers, go with it.
 */
public final class SetElement {

    private final Value from;
    private final Value to;
    private final boolean catchAll;
    private final @Nullable Mapped data;
    private final String comment;
    private final long timeoutMillis;
    private final long expiresMillis;
    private final List<Statement> statements;
    private long expires;

    /** What a map has for a key: a value, or what becomes of the packet. */
    public record Mapped(Optional<Value> value, Optional<Outcome> verdict) {

        /** A value. */
        public static Mapped of(Value value) {
            return new Mapped(Optional.of(value), Optional.empty());
        }

        Mapped leading(String from, String to) {
            return new Mapped(value, verdict.map(each -> Outcome.leading(each, from, to)));
        }

        /** A verdict. */
        public static Mapped of(Outcome verdict) {
            return new Mapped(Optional.empty(), Optional.of(verdict));
        }
    }

    /**
     * What stands beside an element's key.
     *
     * @param data what it maps to; null in a set
     * @param comment may be empty
     * @param timeoutMillis how long it lives; 0 for the set's own, or for ever
     * @param expiresMillis how long it is to live from now on, where that is given; else 0
     * @param statements what it remembers: a counter, a rate
     */
    public record Extras(
            @Nullable Mapped data, String comment, long timeoutMillis, long expiresMillis, List<Statement> statements) {

        /** Nothing. */
        public static final Extras NONE = new Extras(null, "", 0, 0, List.of());

        public Extras {
            Objects.requireNonNull(comment, "comment");
            statements = List.copyOf(statements);
        }

        /** The same, with other things to remember. */
        public Extras remembering(List<Statement> others) {
            return new Extras(data, comment, timeoutMillis, expiresMillis, others);
        }

        /** The same, mapped to something. */
        public Extras to(Mapped mapped) {
            return new Extras(mapped, comment, timeoutMillis, expiresMillis, statements);
        }
    }

    private SetElement(Value from, Value to, boolean catchAll, Extras extras) {
        this(
                from,
                to,
                catchAll,
                extras,
                extras.statements.stream().map(Statement::installed).toList());
    }

    private SetElement(Value from, Value to, boolean catchAll, Extras extras, List<Statement> statements) {
        this.from = from;
        this.to = to;
        this.catchAll = catchAll;
        this.data = extras.data;
        this.comment = extras.comment;
        this.timeoutMillis = extras.timeoutMillis;
        this.expiresMillis = extras.expiresMillis;
        this.statements = statements;
    }

    /** An element for all keys from one to another, both included. */
    public static SetElement of(Value from, Value to, Extras extras) {
        return new SetElement(from, to, false, extras);
    }

    /** The element for all keys that no other is for: {@code *}. */
    public static SetElement catchAll(Extras extras) {
        return new SetElement(Value.EMPTY, Value.EMPTY, true, extras);
    }

    /** The same, with another's span of life. */
    SetElement retimed(SetElement other) {
        Extras extras = new Extras(data, comment, other.timeoutMillis, other.expiresMillis, List.of());
        return new SetElement(from, to, catchAll, extras, statements);
    }

    /** The same, if the chain {@code before} is called {@code after} now. */
    SetElement leading(String before, String after) {
        Mapped renamed = data == null ? null : data.leading(before, after);
        Extras extras = new Extras(renamed, comment, timeoutMillis, expiresMillis, List.of());
        SetElement element = new SetElement(from, to, catchAll, extras, statements);
        element.expires = expires;
        return element;
    }

    public Value from() {
        return from;
    }

    public Value to() {
        return to;
    }

    public boolean isCatchAll() {
        return catchAll;
    }

    /** What it maps to; empty in a set. */
    public Optional<Mapped> data() {
        return Optional.ofNullable(data);
    }

    public String comment() {
        return comment;
    }

    /** Its own span of life; 0 for the set's. */
    public long timeoutMillis() {
        return timeoutMillis;
    }

    /** How long it is to live from when it is added, where that was given; else 0. */
    long expiresMillis() {
        return expiresMillis;
    }

    /** What it remembers. */
    public List<Statement> statements() {
        return statements;
    }

    /** Tells what it remembers of a packet: {@code nft_set_elem_update_expr()}; BREAK if one says so. */
    public Outcome remember(Evaluation at) {
        for (Statement each : statements) {
            Outcome outcome = each.execute(at);
            if (outcome != Outcome.GO_ON) {
                return outcome;
            }
        }
        return Outcome.GO_ON;
    }

    /** When it ends, in nanoseconds of virtual time; 0 for never. */
    public long expires() {
        return expires;
    }

    void expires(long time) {
        expires = time;
    }

    boolean expired(long now) {
        return expires != 0 && expires <= now;
    }

    /** Whether {@code other} is for the same keys. */
    boolean sameKey(SetElement other) {
        return catchAll == other.catchAll && from.equals(other.from) && to.equals(other.to);
    }

    /** Whether {@code other} says the same of the same keys: adding it again changes nothing. */
    boolean same(SetElement other) {
        return sameKey(other) && Objects.equals(data, other.data);
    }
}
