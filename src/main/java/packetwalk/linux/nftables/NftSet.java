package packetwalk.linux.nftables;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set or map of one table, or one that stands in a rule: {@code struct nft_set}.
 *
 * <p>Changed by a draft, and, where it is dynamic, by the rules that packets pass. An element that has ended is no longer
 * found, and is taken out when it is met.
 */
public final class NftSet {

    /** What a set holds that rules add to, where nothing is said. */
    private static final int MOST = 0xffff;

    private final Object owner;
    private final SetSpec spec;
    private final int handle;
    private final Elements elements;
    private @Nullable SetElement catchAll;

    /** The chains that its verdicts lead to, and how many do. */
    private final Map<String, Integer> targets;

    NftSet(Object owner, SetSpec spec, int handle) {
        this(owner, spec, handle, emptyFor(spec), new HashMap<>());
    }

    private NftSet(Object owner, SetSpec spec, int handle, Elements elements, Map<String, Integer> targets) {
        this.owner = owner;
        this.spec = spec;
        this.handle = handle;
        this.elements = elements;
        this.targets = targets;
    }

    /** One that stands in a rule; nothing else refers to it. */
    public static NftSet anonymous(SetSpec spec, List<SetElement> elements) {
        NftSet set = new NftSet(new Object(), spec, 0);
        elements.forEach(element -> set.add(element, false, 0));
        return set;
    }

    private static Elements emptyFor(SetSpec spec) {
        if (!spec.has(SetFlag.INTERVAL)) {
            return new HashElements(spec.order());
        }
        return spec.keys().size() == 1 ? new TreeElements() : new PrefixElements(spec.keyLengths());
    }

    NftSet ownedBy(Object writer) {
        if (owner == writer) {
            return this;
        }
        NftSet copy = new NftSet(writer, spec, handle, elements.copy(), new HashMap<>(targets));
        copy.catchAll = catchAll;
        return copy;
    }

    /** A rule adds to it, so that it has a size: {@code nft_dynset_init()}. */
    NftSet grown(Object writer) {
        if (spec.size() > 0) {
            return this;
        }
        NftSet grown = new NftSet(writer, spec.sized(MOST), handle, elements.copy(), new HashMap<>(targets));
        grown.catchAll = catchAll;
        return grown;
    }

    /** Declared once more, with another size, timeout or interval; elements end when they would have ended. */
    NftSet updated(Object writer, SetSpec other) {
        NftSet updated = new NftSet(writer, spec.updated(other), handle, elements.copy(), new HashMap<>(targets));
        updated.catchAll = catchAll;
        return updated;
    }

    /** The same, if the chain {@code from} is called {@code to} now. */
    public NftSet leading(String from, String to) {
        if (!targets.containsKey(from)) {
            return this;
        }
        NftSet renamed = new NftSet(owner, spec, handle);
        elements.all().forEach(each -> renamed.putIn(each.leading(from, to)));
        if (catchAll != null) {
            renamed.putIn(catchAll.leading(from, to));
        }
        return renamed;
    }

    public SetSpec spec() {
        return spec;
    }

    public String name() {
        return spec.name();
    }

    public int handle() {
        return handle;
    }

    /** The element that {@code key} is one of at {@code now}, in nanoseconds; null if there is none. */
    public @Nullable SetElement find(Value key, long now) {
        SetElement found = elements.find(key);
        if (found != null && found.expired(now)) {
            takeOut(found);
            found = null;
        }
        return found != null || catchAll == null || catchAll.expired(now) ? found : catchAll;
    }

    /** All elements that have not ended at {@code now}, in nft's order of print. */
    public List<SetElement> elements(long now) {
        List<SetElement> alive = new ArrayList<>(elements.all());
        alive.removeIf(element -> element.expired(now));
        if (catchAll != null && !catchAll.expired(now)) {
            alive.add(catchAll);
        }
        return alive;
    }

    /**
     * Adds an element. One that is there already gets the other's time, if it has another: {@code nft_add_set_elem()}.
     *
     * @param mustBeNew whether it must not be there: {@code create element}
     * @throws IllegalArgumentException in nft's words if it conflicts with one that is there, or there is no room
     */
    public void add(SetElement element, boolean mustBeNew, long now) {
        Optional<SetElement> other = conflict(element, now);
        if (other.isPresent()) {
            SetElement there = other.get();
            if (!there.sameKey(element) && elements instanceof TreeElements) {
                throw new IllegalArgumentException("conflicting intervals specified");
            }
            if (mustBeNew || !there.same(element)) {
                throw new IllegalArgumentException("Could not process rule: File exists");
            }
            retime(there, element, now);
            return;
        }
        if (spec.size() > 0 && elements.size() >= spec.size()) {
            throw new IllegalArgumentException("Could not process rule: Too many open files in system");
        }
        start(element, now);
        putIn(element);
    }

    private Optional<SetElement> conflict(SetElement element, long now) {
        if (element.isCatchAll()) {
            return Optional.ofNullable(catchAll);
        }
        Optional<SetElement> other = elements.conflict(element);
        if (other.isPresent() && other.get().expired(now)) {
            takeOut(other.get());
            other = elements.conflict(element);
        }
        return other;
    }

    private void retime(SetElement there, SetElement element, long now) {
        boolean otherTime = span(there) != span(element);
        if (spec.has(SetFlag.TIMEOUT) && (otherTime || element.expiresMillis() > 0)) {
            SetElement retimed = there.retimed(element);
            takeOut(there);
            start(retimed, now);
            putIn(retimed);
        }
    }

    /** How long an element lives, from when it is added. */
    private long span(SetElement element) {
        return element.timeoutMillis() > 0 ? element.timeoutMillis() : spec.timeoutMillis();
    }

    private void start(SetElement element, long now) {
        start(element, element.expiresMillis() > 0 ? element.expiresMillis() : span(element), now);
    }

    private static void start(SetElement element, long millis, long now) {
        element.expires(millis == 0 ? 0 : now + millis * 1_000_000);
    }

    /**
     * Adds an element from a rule, or puts its end off: {@code nft_dynset_eval()}.
     *
     * @return the element that is there now; null if there is no room
     */
    public @Nullable SetElement update(SetElement element, boolean putOff, long now) {
        SetElement there = elements.find(element.from());
        if (there != null && there.expired(now)) {
            takeOut(there);
            there = null;
        }
        if (there != null) {
            if (putOff) {
                start(there, span(element), now);
            }
            return there;
        }
        int room = spec.size() == 0 ? MOST : spec.size();
        if (elements.size() >= room && sweep(now) >= room) {
            return null;
        }
        start(element, span(element), now);
        putIn(element);
        return element;
    }

    private int sweep(long now) {
        for (SetElement each : elements.all()) {
            if (each.expired(now)) {
                takeOut(each);
            }
        }
        return elements.size();
    }

    /** Takes the element with these very keys out; whether there was one. */
    public boolean remove(SetElement element) {
        if (element.isCatchAll()) {
            SetElement before = catchAll;
            if (before != null) {
                takeOut(before);
            }
            return before != null;
        }
        Optional<SetElement> there = elements.conflict(element).filter(element::sameKey);
        there.ifPresent(this::takeOut);
        return there.isPresent();
    }

    /** Takes all out. */
    public void clear() {
        elements.all().forEach(elements::remove);
        catchAll = null;
        targets.clear();
    }

    private void putIn(SetElement element) {
        if (element.isCatchAll()) {
            catchAll = element;
        } else {
            elements.add(element);
        }
        count(element, 1);
    }

    private void takeOut(SetElement element) {
        if (element.isCatchAll()) {
            catchAll = null;
        } else {
            elements.remove(element);
        }
        count(element, -1);
    }

    private void count(SetElement element, int more) {
        element.data().flatMap(SetElement.Mapped::verdict).ifPresent(verdict -> {
            if (verdict instanceof Outcome.Jump jump && more > 0) {
                targets.merge(jump.chain(), 1, Integer::sum);
            } else if (verdict instanceof Outcome.Jump jump) {
                References.drop(targets, jump.chain());
            }
        });
    }

    /** The chains that its verdicts lead to. */
    public Set<String> chains() {
        return Collections.unmodifiableSet(targets.keySet());
    }
}
