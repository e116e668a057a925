package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.IpAddress;

/** Cuts a file of rules into words, as nftables' src/scanner.l does: the longest that fits. */
final class Lexer {

    private static final Pattern MAC = Pattern.compile("(?:[0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}");

    /** Words with colons, in the order in which equal lengths are decided. */
    private static final List<Pattern> WITH_COLONS =
            List.of(MAC, Pattern.compile("(?:[0-9a-fA-F]{0,4}:){2,7}(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4})"));

    /** All others, likewise. */
    private static final List<Pattern> WORDS = List.of(
            Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}"),
            Pattern.compile("(?:\\d+(?:ms|d|h|m|s))+(?![A-Za-z])"),
            Pattern.compile("0x[0-9a-fA-F]+"),
            Pattern.compile("8021(?:ad|q)"),
            Pattern.compile("\\d+"),
            Pattern.compile("\\$?[A-Za-z_][A-Za-z0-9/\\-_.\\\\]*\\*?"));

    private static final Pattern SIGN = Pattern.compile("==|!=|<=|>=|<<|>>|[{}()\\[\\],.:=<>&|^/\\-+*@!]");
    private static final Pattern BLANK = Pattern.compile("(?:[ \\t\\r]|\\\\\\n)+|#[^\\n]*");

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Matcher> withColons;
    private final List<Matcher> words;
    private final Matcher sign;
    private final Matcher blank;
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(String file, String text) {
        this.file = file;
        this.text = text;
        // a file has hundreds of thousands of words: one matcher of each kind does for all
        this.withColons = WITH_COLONS.stream().map(each -> each.matcher(text)).toList();
        this.words = WORDS.stream().map(each -> each.matcher(text)).toList();
        this.sign = SIGN.matcher(text);
        this.blank = BLANK.matcher(text);
    }

    /**
     * The words of {@code text}, and an END behind them.
     *
     * @throws IllegalArgumentException in nft's form for a sign that is no part of the language
     */
    static List<Token> split(String file, String text) {
        Lexer lexer = new Lexer(file, text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (found(blank)) {
                skip(blank.end());
            } else if (c == '\n' || c == ';') {
                add(Token.Kind.SEPARATOR, c == ';' ? ";" : "newline", 1);
            } else if (c == '"') {
                quoted();
            } else {
                word();
            }
        }
        add(Token.Kind.END, "end of file", 0);
    }

    private void skip(int end) {
        for (int i = at; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        at = end;
    }

    private void add(Token.Kind kind, String word, int length) {
        tokens.add(new Token(kind, word, line, at - lineStart + 1, length));
        skip(at + length);
    }

    private void quoted() {
        int end = text.indexOf('"', at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\n') >= 0) {
            throw unexpected("syntax error, unexpected junk");
        }
        add(Token.Kind.STRING, text.substring(at + 1, end), end + 1 - at);
    }

    private void word() {
        int longest = mayHaveColons() ? longest(withColons, 0) : 0;
        longest = longest(words, longest);
        if (longest > 0) {
            add(Token.Kind.WORD, text.substring(at, at + longest), longest);
            return;
        }
        if (!found(sign)) {
            throw unexpected("syntax error, unexpected junk");
        }
        add(Token.Kind.SIGN, sign.group(), sign.end() - at);
    }

    private boolean found(Matcher matcher) {
        return matcher.region(at, text.length()).lookingAt();
    }

    private int longest(List<Matcher> kinds, int soFar) {
        int longest = soFar;
        for (Matcher each : kinds) {
            if (found(each) && each.end() - at > longest && fits(each)) {
                longest = each.end() - at;
            }
        }
        return longest;
    }

    /** Whether a colon stands behind hexadecimal digits alone: most words need not be looked at as addresses. */
    private boolean mayHaveColons() {
        int end = at;
        while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
            end++;
        }
        return end < text.length() && text.charAt(end) == ':';
    }

    /** Colons alone make no address. */
    private boolean fits(Matcher word) {
        return word.pattern() == MAC || word.group().indexOf(':') < 0 || IpAddress.isAddress(word.group());
    }

    private IllegalArgumentException unexpected(String why) {
        Token here = new Token(Token.Kind.WORD, "", line, at - lineStart + 1, 1);
        return new Source(file, text).refusal(here, here, why);
    }
}
