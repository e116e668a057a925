package packetwalk.proxy.iptables;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One table's part of what {@code iptables-restore} reads: first the chains, then the rules. */
final class TableText {

    private final String table;
    private final Set<String> chains = new LinkedHashSet<>();
    private final StringBuilder rules = new StringBuilder();

    TableText(String table) {
        this.table = table;
    }

    /** Declares a chain, which also empties it. */
    void chain(String name) {
        chains.add(name);
    }

    /** Deletes a chain: it must be declared, and so emptied, first. */
    void delete(String chain) {
        chain(chain);
        rules.append("-X ").append(chain).append('\n');
    }

    /** Appends a rule to {@code chain}. */
    void rule(String chain, Words words) {
        rules.append("-A ").append(chain).append(' ').append(words).append('\n');
    }

    void rule(String chain, String... words) {
        rule(chain, Words.of(words));
    }

    /** The chains declared so far, those to be deleted among them. */
    Set<String> chains() {
        return chains;
    }

    /** From {@code *table} to {@code COMMIT}. */
    String text() {
        StringBuilder text = new StringBuilder("*").append(table).append('\n');
        List.copyOf(chains).forEach(chain -> text.append(':').append(chain).append(" - [0:0]\n"));
        return text.append(rules).append("COMMIT\n").toString();
    }
}
