package packetwalk.tools.ipset;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.ipset.EntryValues;
import packetwalk.linux.ipset.Extensions;
import packetwalk.linux.ipset.IpSet;
import packetwalk.linux.ipset.ListSet;
import packetwalk.linux.ipset.SetType;
import packetwalk.linux.ipset.SkbInfo;
import packetwalk.tools.line.Words;

/**
 * What follows {@code add NAME}, {@code del NAME} or {@code test NAME}.
 *
 * @param text the element as it was typed
 * @param place where in a list of sets
 */
record Entry(IpSet set, String text, EntryValues values, Optional<ListSet.Place> place) {

    /**
     * Reads it.
     *
     * @param add whether options say how it is added
     * @throws IllegalArgumentException if ipset would refuse it
     */
    static Entry read(IpSet set, Words words, boolean add) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(
                    "Missing second mandatory argument to command " + words.command() + "; name the element");
        }
        String text = words.next("an element");
        if (!words.hasNext()) {
            return new Entry(set, text, EntryValues.NONE, Optional.empty());
        }
        Arguments arguments = Arguments.read(words, known(set.type(), add));
        return new Entry(set, text, add ? values(set.extensions(), arguments) : flags(arguments), place(arguments));
    }

    private static Map<String, Boolean> known(SetType type, boolean add) {
        Map<String, Boolean> known = new HashMap<>();
        if (add) {
            for (String each : "timeout packets bytes comment skbmark skbprio skbqueue".split(" ")) {
                known.put(each, true);
            }
        }
        if (type.hasNetworks()) {
            known.put("nomatch", false);
        }
        if (type == SetType.HASH_NET_IFACE) {
            known.put("wildcard", false);
        }
        if (type == SetType.LIST_SET) {
            known.put("before", true);
            known.put("after", true);
        }
        return known;
    }

    private static EntryValues flags(Arguments arguments) {
        return new EntryValues(null, null, null, "", SkbInfo.NONE, arguments.has("nomatch"), arguments.has("wildcard"));
    }

    private static Optional<ListSet.Place> place(Arguments arguments) {
        if (arguments.has("before") && arguments.has("after")) {
            throw Syntax.error("before and after are mutually exclusive; leave one out");
        }
        return arguments
                .find("before")
                .map(each -> new ListSet.Place(true, each))
                .or(() -> arguments.find("after").map(each -> new ListSet.Place(false, each)));
    }

    private static EntryValues values(Extensions kept, Arguments arguments) {
        require(kept.timeout() != null, arguments, "Timeout", "timeout", "timeout");
        require(kept.counters(), arguments, "Packet/byte counters", "counter", "packets", "bytes");
        require(kept.comment(), arguments, "Comment", "comment", "comment");
        require(kept.skbinfo(), arguments, "Skbinfo mapping", "skbinfo", "skbmark", "skbprio", "skbqueue");
        Integer timeout =
                arguments.has("timeout") ? (int) arguments.number("timeout", 0, Creation.LONGEST_TIMEOUT, 0) : null;
        return new EntryValues(
                timeout,
                counter(arguments, "packets"),
                counter(arguments, "bytes"),
                comment(arguments),
                skbinfo(arguments),
                arguments.has("nomatch"),
                arguments.has("wildcard"));
    }

    private static void require(boolean kept, Arguments arguments, String what, String support, String... options) {
        if (!kept && Stream.of(options).anyMatch(arguments::has)) {
            throw new IllegalArgumentException(what + " cannot be used: set was created without " + support
                    + " support; leave " + String.join(" and ", options) + " out, or create the set with it");
        }
    }

    private static @Nullable Long counter(Arguments arguments, String name) {
        return arguments.find(name).map(Syntax::counter).orElse(null);
    }

    private static String comment(Arguments arguments) {
        String comment = arguments.find("comment").orElse("");
        if (comment.indexOf('"') >= 0) {
            throw Syntax.error("\" character is not permitted in comments; leave it out of " + comment);
        }
        if (comment.length() > 255) {
            throw Syntax.error("comment of " + comment.length() + " characters is longer than 255; shorten it");
        }
        return comment;
    }

    private static SkbInfo skbinfo(Arguments arguments) {
        if (!arguments.has("skbmark") && !arguments.has("skbprio") && !arguments.has("skbqueue")) {
            return SkbInfo.NONE;
        }
        String mark = arguments.find("skbmark").orElse("0x0/0x0");
        String prio = arguments.find("skbprio").orElse("0:0");
        if (!mark.matches("0x[0-9a-fA-F]{1,8}(/0x[0-9a-fA-F]{1,8})?")) {
            throw Syntax.error("Invalid skbmark format, it should be: MARK/MASK or MARK (see manpage), not " + mark
                    + "; write 0x5 or 0x5/0xff");
        }
        if (!prio.matches("[0-9a-fA-F]{1,4}:[0-9a-fA-F]{0,4}")) {
            throw Syntax.error(
                    "Invalid skbprio format, it should be: MAJOR:MINOR (see manpage), not " + prio + "; write 1:10");
        }
        String[] masked = mark.split("/");
        String[] numbers = prio.split(":", 2);
        return new SkbInfo(
                Integer.parseUnsignedInt(masked[0].substring(2), 16),
                masked.length > 1 ? Integer.parseUnsignedInt(masked[1].substring(2), 16) : -1,
                Integer.parseInt(numbers[0], 16) << 16 | Integer.parseInt("0" + numbers[1], 16),
                (int) arguments.number("skbqueue", 0, 65535, 0));
    }

    /** The elements that are meant; {@code one} if it must be one alone. */
    Elements elements(boolean one) {
        return Elements.read(set, text, one);
    }
}
