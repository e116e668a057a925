package packetwalk.tools.iptables;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import packetwalk.linux.xtables.Match;
import packetwalk.linux.xtables.match.StringMatch;
import packetwalk.net.Bytes;

/** Matches that look at any byte of a packet. */
final class PayloadMatches {

    private static final int LONGEST_PATTERN = 128;

    private static final String STRING = "from 1 to 1 algo 1 !string 1 !hex-string 1 icase 0";

    static final Map<String, Syntax<? extends Match>> ALL = Map.of(
            "string", Syntax.of(STRING, PayloadMatches::string),
            "u32", Syntax.of("!u32 1", options -> U32Program.read(options.required("--u32"))));

    private PayloadMatches() {}

    private static Match string(Options options) {
        options.requireAtMostOne("--string", "--hex-string");
        Extension.Option option = options.find("--string", "--hex-string")
                .orElseThrow(() ->
                        new IllegalArgumentException("STRING match: You must specify `--string' or `--hex-string'"));
        byte[] typed = option.value().getBytes(StandardCharsets.UTF_8);
        byte[] pattern = option.name().equals("--string") ? typed : hex(typed, option.value());
        if (pattern.length < 1 || pattern.length > LONGEST_PATTERN) {
            throw new IllegalArgumentException(
                    "STRING \"" + option.value() + "\" has " + pattern.length + " bytes; use 1 to " + LONGEST_PATTERN);
        }
        String algorithm = options.required("--algo").value();
        if (!algorithm.equals("bm") && !algorithm.equals("kmp")) {
            throw new IllegalArgumentException("string: there is no algorithm \"" + algorithm + "\"; use bm or kmp");
        }
        int from = options.number("--from", 0, StringMatch.END, 0);
        int to = options.number("--to", 0, StringMatch.END, StringMatch.END);
        if (from > to) {
            throw new IllegalArgumentException("string: --from " + from + " lies behind --to " + to
                    + " (Invalid argument); write the lower one as --from");
        }
        return new StringMatch(Bytes.of(pattern), algorithm, from, to, options.has("--icase"), option.negated());
    }

    /** {@code GET |0d 0a|}: bytes in hexadecimal between bars, the next byte itself behind a backslash. */
    private static byte[] hex(byte[] text, String whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean inHex = false;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '|') {
                inHex = !inHex;
            } else if (inHex) {
                if (text[i] != ' ') {
                    bytes.write(hexDigit(text, i, whole) << 4 | hexDigit(text, i + 1, whole));
                    i++;
                }
            } else if (text[i] == '\\') {
                i++;
                if (i == text.length) {
                    throw new IllegalArgumentException("Bad literal placement at end of string: " + whole);
                }
                bytes.write(text[i]);
            } else {
                bytes.write(text[i]);
            }
        }
        if (inHex) {
            throw new IllegalArgumentException("Invalid hex block: " + whole + "; close it with |");
        }
        return bytes.toByteArray();
    }

    private static int hexDigit(byte[] text, int at, String whole) {
        int digit = at < text.length ? Character.digit((char) text[at], 16) : -1;
        if (digit < 0) {
            throw new IllegalArgumentException(
                    "Invalid hex block: " + whole + "; between bars stand pairs of hexadecimal digits");
        }
        return digit;
    }
}
