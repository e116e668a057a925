package packetwalk.linux.ipset;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One entry of a set: the element, and what the set keeps with it. */
public final class SetEntry {

    private static final long NEVER = Long.MAX_VALUE;

    private final Extensions kept;
    private Element element;
    private boolean nomatch;
    private final boolean wildcard;
    private long expires = NEVER;
    private long packets;
    private long bytes;
    private String comment = "";
    private SkbInfo skbinfo = SkbInfo.NONE;

    SetEntry(Extensions kept, Element element, EntryValues values, long now) {
        this.kept = kept;
        this.element = element;
        this.wildcard = values.wildcard();
        set(element, values, now);
    }

    private SetEntry(SetEntry other) {
        kept = other.kept;
        element = other.element;
        nomatch = other.nomatch;
        wildcard = other.wildcard;
        expires = other.expires;
        packets = other.packets;
        bytes = other.bytes;
        comment = other.comment;
        skbinfo = other.skbinfo;
    }

    SetEntry copy() {
        return new SetEntry(this);
    }

    /** Adds it again: "just the extensions could be overwritten", and counters only by new ones. */
    void set(Element again, EntryValues values, long now) {
        element = again;
        nomatch = values.nomatch();
        packets = kept.counters() && values.packets() != null ? values.packets() : packets;
        bytes = kept.counters() && values.bytes() != null ? values.bytes() : bytes;
        comment = values.comment();
        skbinfo = values.skbinfo();
        if (kept.timeout() != null) {
            int seconds = Objects.requireNonNullElse(values.timeout(), kept.timeout());
            expires = seconds == 0 ? NEVER : now + TimeUnit.SECONDS.toNanos(seconds);
        }
    }

    public Element element() {
        return element;
    }

    /** Whether it says that what is in it is not in the set. */
    public boolean nomatch() {
        return nomatch;
    }

    boolean wildcard() {
        return wildcard;
    }

    boolean expired(long now) {
        return now >= expires;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return bytes;
    }

    /** A remark; empty if there is none. */
    public String comment() {
        return comment;
    }

    public SkbInfo skbinfo() {
        return skbinfo;
    }

    /** Takes the element of the first packet that asked for it. */
    void complete(Element whole) {
        element = whole;
    }

    private void count(int length) {
        packets++;
        bytes += length;
    }

    /**
     * Whether a test finds it: {@code ip_set_match_extensions()}.
     *
     * @param length of the packet that asks; null if it is no packet
     */
    boolean answers(SetQuery query, @Nullable Integer length, long now) {
        if (expired(now)) {
            return false;
        }
        if (!kept.counters()) {
            return true;
        }
        if (length != null && query.updateCounters()) {
            count(length);
        }
        return query.packets().holds(packets) && query.bytes().holds(bytes);
    }

    /** The entry as {@code ipset save} writes it, without the set's name. */
    public String text(long now) {
        return element + text(kept.timeout() != null, now);
    }

    private String text(boolean expiring, long now) {
        return (expiring ? " timeout " + secondsLeft(now) : "")
                + (nomatch ? " nomatch" : "")
                + (wildcard ? " wildcard" : "")
                + (kept.counters() ? " packets " + packets + " bytes " + bytes : "")
                + (comment.isEmpty() ? "" : " comment \"" + comment + "\"")
                + skbinfo;
    }

    /** Whole seconds, and one in the last: {@code ip_set_timeout_get()}. */
    private long secondsLeft(long now) {
        return expires == NEVER ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(expires - now));
    }
}
