package packetwalk.linux.nftables;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A chain: rules in order, and, for a base chain, where it is hooked in; {@code struct nft_chain}. */
public final class NftChain {

    private final Object owner;

    /** By which it is known from another chain of that name, made after this one was taken away. */
    private final Object identity;

    private final String name;
    private final int handle;
    private final String comment;
    private final List<NftRule> rules;
    private Optional<BaseHook> base;

    NftChain(Object owner, String name, int handle, Optional<BaseHook> base, String comment) {
        this(owner, new Object(), name, handle, base, comment, new ArrayList<>(2));
    }

    private NftChain(
            Object owner,
            Object identity,
            String name,
            int handle,
            Optional<BaseHook> base,
            String comment,
            List<NftRule> rules) {
        this.owner = owner;
        this.identity = identity;
        this.name = Objects.requireNonNull(name, "name");
        this.handle = handle;
        this.base = base;
        this.comment = comment;
        this.rules = rules;
    }

    NftChain ownedBy(Object writer) {
        return owner == writer ? this : copy(writer, name);
    }

    /** A copy under another name: {@code rename chain}. */
    NftChain copy(Object writer, String other) {
        return new NftChain(writer, identity, other, handle, base, comment, new ArrayList<>(rules));
    }

    /** What it is hooked in as. */
    public Object identity() {
        return identity;
    }

    public String name() {
        return name;
    }

    public int handle() {
        return handle;
    }

    public String comment() {
        return comment;
    }

    /** Where it is hooked in; empty for a chain that rules lead to. */
    public Optional<BaseHook> base() {
        return base;
    }

    void base(BaseHook changed) {
        base = Optional.of(changed);
    }

    /** Its rules, in order. */
    public List<NftRule> rules() {
        return List.copyOf(rules);
    }

    int size() {
        return rules.size();
    }

    NftRule rule(int place) {
        return rules.get(place);
    }

    void insert(int place, NftRule rule) {
        rules.add(place, rule);
    }

    void replace(int place, NftRule rule) {
        rules.set(place, rule);
    }

    void remove(int place) {
        rules.remove(place);
    }

    void clear() {
        rules.clear();
    }

    /** A chain that rules lead to has another name now. */
    void lead(String from, String to) {
        rules.replaceAll(each -> each.leading(from, to));
    }

    /**
     * The place of the rule with that handle.
     *
     * @throws IllegalArgumentException in nft's words if there is none
     */
    int placeOf(int ruleHandle) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).handle() == ruleHandle) {
                return i;
            }
        }
        throw new IllegalArgumentException("Could not process rule: No such file or directory");
    }

    boolean tracks() {
        return rules.stream().anyMatch(NftRule::tracks);
    }

    /** Names of the chains that its rules lead to, maps of the table's own apart. */
    Set<String> chains() {
        Set<String> names = new TreeSet<>();
        rules.forEach(rule -> rule.statements().forEach(each -> names.addAll(each.chains())));
        return names;
    }

    /** What its rules ask: {@link Statement#references}. */
    Set<String> references() {
        Set<String> names = new TreeSet<>();
        rules.forEach(rule -> rule.statements().forEach(each -> names.addAll(each.references())));
        return names;
    }
}
