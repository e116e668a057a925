package packetwalk.tools.ipset;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import packetwalk.linux.ipset.IpSet;
import packetwalk.linux.ipset.IpSets;
import packetwalk.linux.ipset.SetEntry;

/** Sets as {@code ipset save} and {@code ipset list} print them. */
record SetText(IpSets sets, IpsetOptions options) {

    /** As commands that make it again. */
    String save(IpSet set) {
        String create = "create " + name(set) + " " + set.type() + " " + set.headerText() + "\n";
        return options.terse()
                ? create
                : create
                        + entries(set).stream()
                                .map(each -> "add " + name(set) + " " + text(each) + "\n")
                                .collect(Collectors.joining());
    }

    /** For people. */
    String list(IpSet set) {
        List<SetEntry> entries = entries(set);
        String header = "Name: " + set.name() + "\nType: " + set.type() + "\nRevision: "
                + set.type().revision() + "\nHeader: " + set.headerText() + "\nSize in memory: "
                + SetMemory.bytes(set, entries) + "\nReferences: " + sets.references(set.name())
                + "\nNumber of entries: " + entries.size() + "\n";
        return options.terse()
                ? header
                : header + "Members:\n"
                        + entries.stream().map(each -> text(each) + "\n").collect(Collectors.joining());
    }

    private static String name(IpSet set) {
        return set.name().matches("\\S+") ? set.name() : "\"" + set.name() + "\"";
    }

    private String text(SetEntry entry) {
        return entry.text(sets.simulation().now());
    }

    private List<SetEntry> entries(IpSet set) {
        List<SetEntry> entries = set.entries();
        return options.sorted()
                ? entries.stream().sorted(Comparator.comparing(this::text)).toList()
                : entries;
    }
}
