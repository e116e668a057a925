package packetwalk.linux.nftables;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import packetwalk.linux.conntrack.Hook;

/**
 * What the kernel checks before it takes a table over: net/netfilter/nf_tables_api.c {@code nft_table_validate()}.
 *
 * <p>From each base chain the jumps must end, not be too deep, and lead to no statement that does not fit its hook and type.
 */
final class NftValidation {

    /** NFT_JUMP_STACK_SIZE: include/net/netfilter/nf_tables.h. */
    private static final int DEEPEST = 16;

    private final NftTable table;
    private final Map<String, Set<String>> next = new HashMap<>();

    private NftValidation(NftTable table) {
        this.table = table;
    }

    /** Checks one table. */
    static void check(NftTable table) {
        NftValidation validation = new NftValidation(table);
        for (NftChain chain : table.eachChain()) {
            if (chain.base().isPresent()) {
                validation.follow(chain, chain, new TreeSet<>(), new HashMap<>());
            }
        }
    }

    /**
     * Follows the jumps from {@code chain}.
     *
     * @param known how deep each chain was followed from already: deeper ones need not be again
     */
    private void follow(NftChain from, NftChain chain, Set<String> open, Map<String, Integer> known) {
        if (!open.add(chain.name()) || open.size() > DEEPEST) {
            throw new IllegalArgumentException("Could not process rule: Too many links: the jumps from chain "
                    + from.name() + " of table " + table + " close a circle, or lead more than " + DEEPEST
                    + " chains deep, at " + chain.name());
        }
        if (known.getOrDefault(chain.name(), 0) < open.size()) {
            known.put(chain.name(), open.size());
            from.base().ifPresent(base -> checkRules(chain, base));
            for (String name : leadingOn(chain)) {
                NftChain there = table.chain(name);
                if (there != null) {
                    follow(from, there, open, known);
                }
            }
        }
        open.remove(chain.name());
    }

    private Set<String> leadingOn(NftChain chain) {
        return next.computeIfAbsent(chain.name(), any -> {
            Set<String> names = new HashSet<>(chain.chains());
            for (String reference : chain.references()) {
                NftSet set = table.set(reference);
                if (set != null && set.spec().isVerdictMap()) {
                    names.addAll(set.chains());
                }
            }
            return names;
        });
    }

    private void checkRules(NftChain chain, BaseHook base) {
        Optional<Hook> hook = base.ipHook();
        if (hook.isEmpty() || !table.family().atIp()) {
            return;
        }
        for (NftRule rule : chain.rules()) {
            for (Statement statement : rule.statements()) {
                if (!statement.hooks().contains(hook.get()) || !statement.fits(base.type())) {
                    throw new IllegalArgumentException("Could not process rule: Operation not supported: \"" + statement
                            + "\" in chain " + chain.name() + " would run in a chain of type " + base.type()
                            + " at hook " + base.hook());
                }
            }
        }
    }

    /** Whether what a rule names is there: chains, sets and objects. */
    static void checkNames(NftTable table, NftRule rule) {
        for (Statement statement : rule.statements()) {
            for (String chain : statement.chains()) {
                NftChain there = table.chain(chain);
                if (there == null) {
                    throw new IllegalArgumentException("Could not process rule: No such file or directory");
                }
                if (there.base().isPresent()) {
                    throw new IllegalArgumentException("Could not process rule: Operation not supported");
                }
            }
        }
    }

    /** How many sets stand in a rule; each takes a handle of the table. */
    static int anonymousSets(NftRule rule) {
        return rule.statements().stream().mapToInt(Statement::anonymousSets).sum();
    }
}
