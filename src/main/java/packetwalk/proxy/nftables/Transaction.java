package packetwalk.proxy.nftables;

import java.util.List;
import java.util.Optional;
import packetwalk.net.IpFamily;

/** The text of one transaction for {@code nft -f -}, command by command, in the words of kube-proxy's library knftables. */
final class Transaction {

    private final StringBuilder text = new StringBuilder();
    private final String table;

    Transaction(IpFamily family) {
        this.table = (family == IpFamily.IPV4 ? "ip " : "ip6 ") + NftablesNames.TABLE;
    }

    private void command(String verb, String kind, String rest) {
        text.append(verb).append(' ').append(kind).append(' ').append(table);
        text.append(rest.isEmpty() ? "" : " ").append(rest).append('\n');
    }

    void addTable(String comment) {
        command("add", "table", "{ comment \"" + comment + "\" ; }");
    }

    void addChain(String name) {
        command("add", "chain", name);
    }

    /** A chain with what stands in its braces: a hook or a comment. */
    void addChain(String name, String declaration) {
        command("add", "chain", name + " { " + declaration + " ; }");
    }

    void flushChain(String name) {
        command("flush", "chain", name);
    }

    void deleteChain(String name) {
        command("delete", "chain", name);
    }

    void addRule(String chain, String rule) {
        command("add", "rule", chain + " " + rule);
    }

    void addRule(String chain, String rule, String comment) {
        addRule(chain, rule + " comment \"" + comment + "\"");
    }

    /** A set or map with what stands in its braces: its type, flags and so on, each part ended by a semicolon. */
    void add(Container container, String type, String comment) {
        command("add", container.kind(), container + " { type " + type + " ; comment \"" + comment + "\" ; }");
    }

    void flush(Container container) {
        command("flush", container.kind(), container.toString());
    }

    void delete(Container container) {
        command("delete", container.kind(), container.toString());
    }

    /** A set that rules add to, and whose elements end after a time. */
    void addDynamicSet(String name, String type, int seconds) {
        command("add", "set", name + " { type " + type + " ; flags dynamic,timeout ; timeout " + seconds + "s ; }");
    }

    void deleteSet(String name) {
        command("delete", "set", name);
    }

    /** An element of a set, or, with a value, of a map. */
    void addElement(Container container, String key, Optional<String> value, Optional<String> comment) {
        command(
                "add",
                "element",
                container + " { " + key
                        + comment.map(words -> " comment \"" + words + "\"").orElse("")
                        + value.map(to -> " : " + to).orElse("") + " }");
    }

    void deleteElement(Container container, String key) {
        command("delete", "element", container + " { " + key + " }");
    }

    /** Sees to it that counters and chains of these names are not there, whether they are there now or not. */
    void ensureGone(List<String> chains, List<String> counters) {
        for (int i = 0; i < chains.size(); i++) {
            addChain(chains.get(i));
            deleteChain(chains.get(i));
            command("add", "counter", counters.get(i));
            command("delete", "counter", counters.get(i));
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
