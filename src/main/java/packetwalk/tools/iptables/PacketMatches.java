package packetwalk.tools.iptables;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.CommentMatch;
import packetwalk.linux.xtables.match.IprangeMatch;
import packetwalk.linux.xtables.match.MacMatch;
import packetwalk.linux.xtables.match.MarkMatch;
import packetwalk.net.IpAddress;
import packetwalk.net.MacAddress;

/** Matches that look at the packet alone: its addresses, its mark, its frame. */
final class PacketMatches {

    private static final String RANGES = "!src-range 1 !dst-range 1";

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "comment", Syntax.of("comment 1", PacketMatches::comment),
            "iprange", Syntax.of(RANGES, PacketMatches::iprange),
            "mac", Syntax.of("!mac-source 1", PacketMatches::mac),
            "mark", Syntax.of("!mark 1", PacketMatches::mark));

    private PacketMatches() {}

    private static Match comment(Options options) {
        String words = options.required("--comment").value();
        if (words.length() > 255) {
            throw new IllegalArgumentException(
                    "comment: option \"--comment\": " + words.length() + " characters are too many; use up to 255");
        }
        return new CommentMatch(words);
    }

    private static Match mark(Options options) {
        Extension.Option option = options.required("--mark");
        RuleValues.Masked masked = RuleValues.mark(option.value());
        return new MarkMatch(masked.value(), masked.mask(), option.negated());
    }

    private static Match iprange(Options options) {
        if (options.given().isEmpty()) {
            throw new IllegalArgumentException("iprange match: You must specify `--src-range' or `--dst-range'");
        }
        return new IprangeMatch(addresses(options.find("--src-range")), addresses(options.find("--dst-range")));
    }

    private static IprangeMatch.@Nullable Addresses addresses(Optional<Extension.Option> option) {
        if (option.isEmpty()) {
            return null;
        }
        String text = option.get().value();
        int dash = text.indexOf('-');
        IpAddress from = address(option.get(), dash < 0 ? text : text.substring(0, dash));
        IpAddress to = dash < 0 ? from : address(option.get(), text.substring(dash + 1));
        return new IprangeMatch.Addresses(from, to, option.get().negated());
    }

    private static IpAddress address(Extension.Option option, String text) {
        return RuleValues.dotted(text)
                .orElseThrow(() -> new IllegalArgumentException("iprange: Bad value for \"" + option.name()
                        + "\" option: \"" + text + "\"; write 10.0.1.2-10.0.1.9"));
    }

    private static Match mac(Options options) {
        Extension.Option option = options.required("--mac-source");
        String[] octets = option.value().split(":", -1);
        long bits = 0;
        for (String octet : octets) {
            if (octets.length != 6 || !octet.matches("[0-9a-fA-F]{1,2}")) {
                throw new IllegalArgumentException(
                        "Invalid MAC address specified: " + option.value() + "; write 02:42:ac:11:00:02");
            }
            bits = bits << 8 | Integer.parseInt(octet, 16);
        }
        return new MacMatch(new MacAddress(bits), option.negated());
    }
}
