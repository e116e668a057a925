package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import packetwalk.linux.nftables.ElementText;
import packetwalk.linux.nftables.Family;
import packetwalk.linux.nftables.NftChain;
import packetwalk.linux.nftables.NftObject;
import packetwalk.linux.nftables.NftRule;
import packetwalk.linux.nftables.NftRules;
import packetwalk.linux.nftables.NftSet;
import packetwalk.linux.nftables.NftTable;
import packetwalk.linux.nftables.SetFlag;
import packetwalk.linux.nftables.SetSpec;
import packetwalk.linux.nftables.Statement;
import packetwalk.linux.nftables.TimeText;
import packetwalk.linux.nftables.statement.CounterStatement;
import packetwalk.linux.nftables.statement.LimitStatement;
import packetwalk.linux.nftables.statement.QuotaStatement;

/** {@code nft list}: as nft 1.0.6 prints it, and can read it again; nftables' src/rule.c {@code table_print()}. */
final class Listing {

    private final NftRules rules;
    private final boolean handles;
    private final long now;

    /** {@code now}: virtual time in nanoseconds, for what ends. */
    Listing(NftRules rules, boolean handles, long now) {
        this.rules = rules;
        this.handles = handles;
        this.now = now;
    }

    /** What stands behind {@code list}. */
    String list(Tokens tokens) {
        int mark = tokens.mark();
        String what = tokens.name();
        boolean every = Family.named(tokens.peek().text()).isEmpty();
        Family family = NftFile.family(tokens);
        List<NftTable> tables = rules.tables().stream()
                .filter(table -> every || table.family() == family)
                .toList();
        return switch (what) {
            case "ruleset" -> each(tables);
            case "tables" -> names(tables);
            case "table" -> table(named(tokens, family));
            case "chains" -> each(tables, this::declared);
            case "sets" -> each(tables, table -> sets(table, set -> !set.spec().isMap()));
            case "maps" -> each(tables, table -> sets(table, set -> set.spec().isMap()));
            case "counters", "quotas", "limits" ->
                each(tables, table -> objects(table, object -> (object.kind() + "s").equals(what)));
            default -> one(tokens, mark, what, named(tokens, family));
        };
    }

    private String each(List<NftTable> tables) {
        StringBuilder text = new StringBuilder();
        tables.forEach(table -> text.append(table(table)));
        return text.toString();
    }

    private interface Part {
        List<String> of(NftTable table);
    }

    private String each(List<NftTable> tables, Part part) {
        StringBuilder text = new StringBuilder();
        for (NftTable table : tables) {
            text.append("table ")
                    .append(table)
                    .append(" {\n")
                    .append(String.join("", part.of(table)))
                    .append("}\n");
        }
        return text.toString();
    }

    private static String names(List<NftTable> tables) {
        StringBuilder text = new StringBuilder();
        tables.forEach(table -> text.append("table ").append(table).append('\n'));
        return text.toString();
    }

    private NftTable named(Tokens tokens, Family family) {
        int mark = tokens.mark();
        String name = tokens.name();
        return rules.find(family, name).orElseThrow(() -> tokens.refusal(mark, "No such file or directory"));
    }

    private String one(Tokens tokens, int mark, String what, NftTable table) {
        int at = tokens.mark();
        String name = tokens.name();
        Optional<String> text = switch (what) {
            case "chain" -> Optional.ofNullable(table.chain(name)).map(this::chain);
            case "set", "map" -> Optional.ofNullable(table.set(name)).map(this::set);
            case "counter", "quota", "limit" -> table.object(what, name).map(this::object);
            default -> throw tokens.refusal(mark, "\"list " + what + "\" is not modelled");
        };
        return "table " + table + " {\n" + text.orElseThrow(() -> tokens.refusal(at, "No such file or directory"))
                + "}\n";
    }

    /** What stands behind {@code reset}: printed as it was, and then begun anew. */
    String reset(Tokens tokens) {
        int mark = tokens.mark();
        String what = tokens.name();
        String kind = what.endsWith("s") ? what.substring(0, what.length() - 1) : what;
        if (!kind.equals("counter") && !kind.equals("quota")) {
            throw tokens.refusal(mark, "\"reset " + what + "\" is not modelled; counters and quotas can be reset");
        }
        boolean all = !kind.equals(what);
        boolean every = Family.named(tokens.peek().text()).isEmpty();
        Family family = NftFile.family(tokens);
        Optional<NftTable> only = tokens.atSeparator() ? Optional.empty() : Optional.of(named(tokens, family));
        String name = all ? "" : tokens.name();
        Predicate<NftObject> chosen =
                object -> object.kind().equals(kind) && (all || object.name().equals(name));
        List<NftTable> tables = rules.tables().stream()
                .filter(table -> only.map(one -> one == table).orElse(every || table.family() == family))
                .toList();
        String text = each(tables, table -> objects(table, chosen));
        tables.forEach(table -> table.objects().stream().filter(chosen).forEach(Listing::zero));
        return text;
    }

    private static void zero(NftObject object) {
        if (object.body() instanceof CounterStatement counter) {
            counter.zero();
        } else if (object.body() instanceof QuotaStatement quota) {
            quota.zero();
        }
    }

    private String handle(int number) {
        return handles ? " # handle " + number : "";
    }

    private String table(NftTable table) {
        List<String> items = new ArrayList<>(objects(table, any -> true));
        items.addAll(sets(table, any -> true));
        table.chains().forEach(chain -> items.add(chain(chain)));
        return "table " + table + " {" + handle(table.handle()) + "\n"
                + (table.dormant() ? "\tflags dormant\n" : "")
                + (table.comment().isEmpty() ? "" : "\tcomment \"" + table.comment() + "\"\n")
                + (table.dormant() && !items.isEmpty() ? "\n" : "")
                + String.join("\n", items)
                + "}\n";
    }

    private List<String> objects(NftTable table, Predicate<NftObject> chosen) {
        return table.objects().stream().filter(chosen).map(this::object).toList();
    }

    private List<String> sets(NftTable table, Predicate<NftSet> chosen) {
        return table.sets().stream().filter(chosen).map(this::set).toList();
    }

    private List<String> declared(NftTable table) {
        List<String> items = new ArrayList<>();
        for (NftChain chain : table.chains()) {
            items.add("\tchain " + chain.name() + " {" + handle(chain.handle()) + "\n" + head(table, chain) + "\t}\n");
        }
        return items;
    }

    private String object(NftObject object) {
        StringBuilder text = new StringBuilder("\t" + object.kind() + " " + object.name() + " {");
        text.append(handle(object.handle())).append('\n');
        if (!object.comment().isEmpty()) {
            text.append("\t\tcomment \"").append(object.comment()).append("\"\n");
        }
        object.lines().lines().forEach(line -> text.append("\t\t").append(line).append('\n'));
        String body = words(object.body());
        return text.append(body.isEmpty() ? "" : "\t\t" + body + "\n")
                .append("\t}\n")
                .toString();
    }

    private static String words(Statement body) {
        if (body instanceof CounterStatement counter) {
            return "packets " + counter.packets() + " bytes " + counter.bytes();
        }
        if (body instanceof QuotaStatement quota) {
            return quota.words();
        }
        return body instanceof LimitStatement limit ? limit.words() : "";
    }

    private String chain(NftChain chain) {
        StringBuilder text = new StringBuilder("\tchain " + chain.name() + " {" + handle(chain.handle()) + "\n");
        text.append(head(tableOf(chain), chain));
        for (NftRule rule : chain.rules()) {
            text.append("\t\t")
                    .append(rule.text())
                    .append(handle(rule.handle()))
                    .append('\n');
        }
        return text.append("\t}\n").toString();
    }

    private NftTable tableOf(NftChain chain) {
        return rules.tables().stream()
                .filter(table -> table.chain(chain.name()) == chain)
                .findFirst()
                .orElseThrow();
    }

    private static String head(NftTable table, NftChain chain) {
        return (chain.comment().isEmpty() ? "" : "\t\tcomment \"" + chain.comment() + "\"\n")
                + chain.base()
                        .map(base -> "\t\t" + base.line(table.family()) + "\n")
                        .orElse("");
    }

    /** {@code set_print_declaration()} and {@code set_print()}. */
    private String set(NftSet set) {
        SetSpec spec = set.spec();
        String kind = spec.isMap() ? "map " : "set ";
        StringBuilder text = new StringBuilder("\t" + kind + spec.name() + " {" + handle(set.handle()) + "\n");
        text.append("\t\t").append(types(spec)).append('\n');
        line(text, spec.policy().isEmpty() || spec.policy().equals("performance") ? "" : "policy " + spec.policy());
        line(text, spec.size() == 0 ? "" : "size " + spec.size());
        line(text, flags(spec));
        line(
                text,
                spec.statements().stream()
                        .map(each -> each instanceof CounterStatement ? "counter" : each.toString())
                        .collect(Collectors.joining(" ")));
        line(text, spec.autoMerge() ? "auto-merge" : "");
        line(text, spec.timeoutMillis() == 0 ? "" : "timeout " + TimeText.of(spec.timeoutMillis()));
        line(text, spec.gcMillis() == 0 ? "" : "gc-interval " + TimeText.of(spec.gcMillis()));
        line(text, spec.comment().isEmpty() ? "" : "comment \"" + spec.comment() + "\"");
        line(text, set.elements(now).isEmpty() ? "" : "elements = " + ElementText.all(set, now));
        return text.append("\t}\n").toString();
    }

    private static void line(StringBuilder text, String words) {
        text.append(words.isEmpty() ? "" : "\t\t" + words + "\n");
    }

    private static String types(SetSpec spec) {
        if (!spec.typeof().isEmpty()) {
            return "typeof " + spec.typeof() + (spec.isMap() ? " : " + spec.typeofData() : "");
        }
        return "type " + SetSpec.words(spec.keys()) + (spec.isMap() ? " : " + SetSpec.words(spec.data()) : "");
    }

    private static String flags(SetSpec spec) {
        List<String> words = spec.flags().stream().map(SetFlag::toString).toList();
        if (spec.timeoutMillis() > 0 && words.equals(List.of("timeout"))) {
            return ""; // said by the line of the timeout
        }
        return words.isEmpty() ? "" : "flags " + String.join(",", words);
    }
}
