package packetwalk.tools.iptables;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Range;
import packetwalk.linux.xtables.match.Accounts;
import packetwalk.linux.xtables.match.AddrtypeMatch;
import packetwalk.linux.xtables.match.DevgroupMatch;
import packetwalk.linux.xtables.match.OwnerMatch;
import packetwalk.linux.xtables.match.RealmMatch;
import packetwalk.linux.xtables.match.RpfilterMatch;
import packetwalk.linux.xtables.match.SocketMatch;

/** Matches that ask what the packet is to this host: its addresses, its sockets, its routes. */
final class HostMatches {

    /** The largest user number; the one above means nobody. */
    private static final long MOST_ID = Numbers.UINT32 - 1;

    private static final String ADDRTYPE = "!src-type 1 !dst-type 1 limit-iface-in 0 limit-iface-out 0";
    private static final String RPFILTER = "loose 0 validmark 0 accept-local 0 invert 0";
    private static final String OWNER = "!uid-owner 1 !gid-owner 1 !socket-exists 0 suppl-groups 0";

    /** Shared with ip6tables, which makes another match of it. */
    static final Syntax<AddrtypeMatch> ADDRTYPE_SYNTAX = Syntax.of(ADDRTYPE, HostMatches::addrtype);

    /** Likewise. */
    static final Syntax<RpfilterMatch> RPFILTER_SYNTAX = Syntax.of(RPFILTER, HostMatches::rpfilter);

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "addrtype", ADDRTYPE_SYNTAX,
            "owner", Syntax.of(OWNER, HostMatches::owner),
            "rpfilter", RPFILTER_SYNTAX,
            "realm", Syntax.of("!realm 1", HostMatches::realm),
            "socket", Syntax.of("transparent 0 nowildcard 0 restore-skmark 0", HostMatches::socket),
            "devgroup", Syntax.of("!src-group 1 !dst-group 1", HostMatches::devgroup));

    private HostMatches() {}

    private static AddrtypeMatch addrtype(Options options) {
        if (!options.has("--src-type") && !options.has("--dst-type")) {
            throw new IllegalArgumentException(
                    "addrtype: you must specify --src-type or --dst-type; add --dst-type LOCAL");
        }
        options.requireAtMostOne("--limit-iface-in", "--limit-iface-out");
        AddrtypeMatch.Limit limit = options.has("--limit-iface-in")
                ? AddrtypeMatch.Limit.IN
                : options.has("--limit-iface-out") ? AddrtypeMatch.Limit.OUT : AddrtypeMatch.Limit.NONE;
        return new AddrtypeMatch(types(options.find("--src-type")), types(options.find("--dst-type")), limit);
    }

    private static AddrtypeMatch.@Nullable Types types(Optional<Extension.Option> option) {
        if (option.isEmpty()) {
            return null;
        }
        Set<AddrtypeMatch.Type> types = EnumSet.noneOf(AddrtypeMatch.Type.class);
        for (String name : option.get().value().split(",", -1)) {
            try {
                types.add(AddrtypeMatch.Type.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "addrtype: bad type \"" + name + "\"; use one of " + EnumSet.allOf(AddrtypeMatch.Type.class),
                        e);
            }
        }
        return new AddrtypeMatch.Types(
                Collections.unmodifiableSet(types), option.get().negated());
    }

    private static RpfilterMatch rpfilter(Options options) {
        return new RpfilterMatch(
                options.has("--loose"),
                options.has("--validmark"),
                options.has("--accept-local"),
                options.has("--invert"));
    }

    private static Match socket(Options options) {
        return new SocketMatch(
                options.has("--transparent"), options.has("--nowildcard"), options.has("--restore-skmark"));
    }

    private static Match realm(Options options) {
        Extension.Option option = options.required("--realm");
        RuleValues.Masked realm = named(options, option, "cosmos");
        return new RealmMatch(realm.value(), realm.mask(), option.negated());
    }

    private static Match devgroup(Options options) {
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException(
                    "devgroup match: You must specify either '--src-group' or '--dst-group'");
        }
        return new DevgroupMatch(group(options, "--src-group"), group(options, "--dst-group"));
    }

    private static DevgroupMatch.@Nullable Group group(Options options, String name) {
        return options.find(name)
                .map(option -> {
                    RuleValues.Masked group = named(options, option, "default");
                    return new DevgroupMatch.Group(group.value(), group.mask(), option.negated());
                })
                .orElse(null);
    }

    /** {@code 5}, {@code 5/0xff}, or the one name that iproute2's files give to 0: {@code xtables_parse_mark_mask()}. */
    private static RuleValues.Masked named(Options options, Extension.Option option, String zero) {
        if (option.value().equals(zero)) {
            return new RuleValues.Masked(0, -1);
        }
        return RuleValues.masked(option.value())
                .orElseThrow(
                        () -> new IllegalArgumentException(options.name() + ": could not map name " + option.value()
                                + " to an integer value for option \"" + option.name() + "\"; write 5 or 5/0xff"));
    }

    private static Match owner(Options options) {
        Optional<Boolean> socket = options.find("--socket-exists").map(each -> !each.negated());
        if (socket.isEmpty() && !options.has("--uid-owner") && !options.has("--gid-owner")) {
            throw new IllegalArgumentException(
                    "owner: At least one of --uid-owner, --gid-owner or --socket-exists is required");
        }
        return new OwnerMatch(
                socket,
                ids(options.find("--uid-owner"), Accounts.USERS),
                ids(options.find("--gid-owner"), Accounts.GROUPS),
                options.has("--suppl-groups"));
    }

    /** {@code root}, {@code 1000} or {@code 1000-1999}. */
    private static @Nullable Range ids(Optional<Extension.Option> option, Accounts accounts) {
        if (option.isEmpty()) {
            return null;
        }
        String text = option.get().value();
        String[] ends = text.split("-", 2);
        Optional<Long> from = accounts.number(text).or(() -> Numbers.parse(ends[0], MOST_ID));
        Optional<Long> to =
                ends.length == 1 || accounts.number(text).isPresent() ? from : Numbers.parse(ends[1], MOST_ID);
        if (from.isEmpty() || to.isEmpty() || from.get() > to.get()) {
            throw new IllegalArgumentException(
                    "owner: Bad value for \"" + option.get().name() + "\" option: \"" + text
                            + "\"; write a number, a range such as 1000-1999, or a name such as root");
        }
        return new Range(from.get(), to.get(), option.get().negated());
    }
}
