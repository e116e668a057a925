package packetwalk.tools.iptables;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.Side;
import packetwalk.linux.xtables.match.RecentMatch;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;

/** How {@code -m recent} is typed: libxt_recent.c, and what xt_recent.c {@code recent_mt_check()} refuses. */
final class RecentSyntax {

    private static final String OPTIONS =
            "!set 0 !rcheck 0 !update 0 !remove 0 seconds 1 hitcount 1 rttl 0 reap 0 name 1"
                    + " mask 1 rsource 0 rdest 0";

    /** XT_RECENT_NAME_LEN less one. */
    private static final int LONGEST_NAME = 199;

    /** {@code XT_RECENT_MAX_NSTAMPS} less one. */
    private static final int MOST_HITS = 65_535;

    static final Map<String, Syntax<? extends Match>> ALL = Map.of("recent", of(IpFamily.IPV4));

    private RecentSyntax() {}

    /** The mask that is not named is as long as an address. */
    static Syntax<? extends Match> of(IpFamily family) {
        return Syntax.of(OPTIONS, options -> read(options, family));
    }

    private static Match read(Options options, IpFamily family) {
        options.requireBoth("--reap", "--seconds");
        List<RecentMatch.Mode> modes = Arrays.stream(RecentMatch.Mode.values())
                .filter(each -> options.has(each.option()))
                .toList();
        if (modes.size() != 1) {
            throw new IllegalArgumentException("recent: you must specify one of `--set', `--rcheck' `--update' or"
                    + " `--remove', and only one; " + modes.size() + " are given");
        }
        RecentMatch.Mode mode = modes.get(0);
        long seconds = options.number("--seconds", 1, 0xffff_ffffL).orElse(0L);
        int hitCount = options.number("--hitcount", 0, MOST_HITS, 0);
        boolean ttl = options.has("--rttl");
        if (!mode.asks() && (seconds != 0 || hitCount != 0 || ttl)) {
            throw new IllegalArgumentException(
                    "recent: --seconds, --hitcount and --rttl cannot be used together with \"" + mode.option()
                            + "\"; use --rcheck or --update");
        }
        boolean negated = options.find(mode.option()).orElseThrow().negated();
        return new RecentMatch(
                mode,
                negated,
                seconds,
                hitCount,
                options.has("--reap"),
                ttl,
                name(options),
                mask(options, family),
                side(options));
    }

    /** A file of that name shows it: {@code xt_check_proc_name()}. */
    private static String name(Options options) {
        String name = options.value("--name").orElse("DEFAULT");
        boolean file = !name.isEmpty() && name.indexOf('/') < 0 && !name.equals(".") && !name.equals("..");
        if (!file || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("recent: name \"" + name + "\" is no name of a file in"
                    + " /proc/net/xt_recent (Invalid argument); use 1 to " + LONGEST_NAME + " characters without /");
        }
        return name;
    }

    private static IpAddress mask(Options options, IpFamily family) {
        IpAddress all = family.all().last();
        String text = options.value("--mask").orElseGet(all::toString);
        if (!IpAddress.isAddress(text) || IpAddress.parse(text).family() != family) {
            String such = family == IpFamily.IPV4 ? "255.255.255.0" : "ffff:ffff::";
            throw new IllegalArgumentException(
                    "recent: \"" + text + "\" is no mask; write it as " + such + ", since /24 is not understood here");
        }
        return IpAddress.parse(text);
    }

    /** The last one counts. */
    private static Side side(Options options) {
        Side side = Side.SRC;
        for (Extension.Option option : options.given()) {
            side = switch (option.name()) {
                case "--rdest" -> Side.DST;
                case "--rsource" -> Side.SRC;
                default -> side;
            };
        }
        return side;
    }
}
