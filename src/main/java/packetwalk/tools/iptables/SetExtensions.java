package packetwalk.tools.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.ipset.IpSets;
import packetwalk.linux.ipset.SetFlag;
import packetwalk.linux.ipset.SetQuery;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Target;
import packetwalk.linux.xtables.match.SetMatch;
import packetwalk.linux.xtables.target.SetTarget;

/** What asks and changes sets: extensions/libxt_set.c and libxt_SET.c. */
final class SetExtensions {

    private static final String MATCH = "!match-set|set 2 !return-nomatch 0 !update-counters 0 !update-subcounters 0"
            + " !packets-eq 1 !packets-lt 1 !packets-gt 1 !bytes-eq 1 !bytes-lt 1 !bytes-gt 1";

    private static final String TARGET =
            "add-set 2 del-set 2 map-set 2 exist 0 timeout 1 map-mark 0 map-prio 0 map-queue 0";

    /** IPSET_DIM_MAX. */
    private static final int MOST_FLAGS = 6;

    static final Map<String, Syntax<? extends Match>> MATCHES = Map.of("set", Syntax.of(MATCH, SetExtensions::match));

    static final Map<String, Syntax<? extends Target>> TARGETS =
            Map.of("SET", Syntax.of(TARGET, SetExtensions::target));

    private SetExtensions() {}

    private static Match match(Options options) {
        Extension.Option set = options.find("--match-set")
                .orElseThrow(() -> new IllegalArgumentException(
                        "You must specify `--match-set' with proper arguments; write --match-set NAME src"));
        if (options.find("--return-nomatch").filter(Extension.Option::negated).isPresent()) {
            throw new IllegalArgumentException(
                    "--return-nomatch flag cannot be inverted; negate --match-set, or leave the ! out");
        }
        SetTarget.Named named = named(set);
        SetQuery query = new SetQuery(
                options.has("--return-nomatch"),
                isUnlessNegated(options, "--update-counters"),
                isUnlessNegated(options, "--update-subcounters"),
                counter(options, "packets"),
                counter(options, "bytes"));
        return new SetMatch(named.set(), named.flags(), set.negated(), query);
    }

    private static boolean isUnlessNegated(Options options, String option) {
        return options.find(option).filter(Extension.Option::negated).isEmpty();
    }

    private static SetQuery.Counter counter(Options options, String name) {
        String prefix = "--" + name + "-";
        List<Extension.Option> given = options.given().stream()
                .filter(each -> each.name().startsWith(prefix))
                .toList();
        if (given.isEmpty()) {
            return SetQuery.Counter.ANY;
        }
        if (given.size() > 1) {
            throw new IllegalArgumentException("only one of the " + prefix + "[eq|lt|gt] is allowed; leave one out");
        }
        Extension.Option option = given.get(0);
        SetQuery.Op op =
                SetQuery.Op.valueOf(option.name().substring(prefix.length()).toUpperCase(Locale.ROOT));
        if (option.negated() && op != SetQuery.Op.EQ) {
            throw new IllegalArgumentException(
                    option.name() + " option cannot be inverted; ask for the other direction instead");
        }
        return new SetQuery.Counter(option.negated() ? SetQuery.Op.NE : op, number(option.value()));
    }

    private static long number(String text) {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Cannot parse " + text + " as a counter value; write a number", e);
        }
    }

    private static SetTarget.Named named(Extension.Option option) {
        String set = option.value();
        if (set.length() > IpSets.LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "setname `" + set + "' too long, max " + IpSets.LONGEST_NAME + " characters; shorten it");
        }
        List<SetFlag> flags = new ArrayList<>();
        for (String word : option.values().get(1).text().split(",", -1)) {
            flags.add(flag(word));
        }
        if (flags.size() > MOST_FLAGS) {
            throw new IllegalArgumentException(
                    "Can't be more src/dst options than " + MOST_FLAGS + "; name one for each part of an element");
        }
        return new SetTarget.Named(set, flags);
    }

    private static SetFlag flag(String word) {
        return switch (word) {
            case "src" -> SetFlag.SRC;
            case "dst" -> SetFlag.DST;
            default ->
                throw new IllegalArgumentException(
                        "You must specify (the comma separated list of) 'src' or 'dst', not \"" + word
                                + "\"; write src,dst for a set of two parts");
        };
    }

    private static Target target(Options options) {
        Optional<SetTarget.Named> add = options.find("--add-set").map(SetExtensions::named);
        Optional<SetTarget.Named> del = options.find("--del-set").map(SetExtensions::named);
        Optional<SetTarget.Named> map = options.find("--map-set").map(SetExtensions::named);
        if (add.isEmpty() && del.isEmpty() && map.isEmpty()) {
            throw new IllegalArgumentException(
                    "You must specify either `--add-set' or `--del-set' or `--map-set'; write --add-set NAME src");
        }
        List.of("--exist", "--timeout").forEach(each -> requireFor(options, each, add, "--add-set"));
        List.of("--map-mark", "--map-prio", "--map-queue").forEach(each -> requireFor(options, each, map, "--map-set"));
        return new SetTarget(
                add.map(to -> new SetTarget.Add(to, options.has("--exist"), timeout(options)))
                        .orElse(null),
                del.orElse(null),
                map.map(from -> map(from, options)).orElse(null));
    }

    private static void requireFor(Options options, String option, Optional<SetTarget.Named> set, String owner) {
        if (options.has(option) && set.isEmpty()) {
            throw new IllegalArgumentException(
                    "Option `" + option + "' can be used with `" + owner + "' only; add that, or leave it out");
        }
    }

    private static SetTarget.Map map(SetTarget.Named from, Options options) {
        SetTarget.Map map = new SetTarget.Map(
                from, options.has("--map-mark"), options.has("--map-prio"), options.has("--map-queue"));
        if (!map.mark() && !map.prio() && !map.queue()) {
            throw new IllegalArgumentException(
                    "You must specify flags `--map-mark' or `--map-prio' or `--map-queue' with --map-set; add one");
        }
        return map;
    }

    private static @Nullable Integer timeout(Options options) {
        Optional<String> text = options.value("--timeout");
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Integer.parseUnsignedInt(text.get());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Invalid value \"" + text.get()
                            + "\" for option --timeout or out of range 0-4294967294; write seconds",
                    e);
        }
    }
}
