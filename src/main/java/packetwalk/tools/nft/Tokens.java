package packetwalk.tools.nft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words of one file, read from left to right, with the variables that it defines. */
final class Tokens {

    private final Source source;
    private final DeviceNames devices;
    private final List<Token> tokens;
    private final Map<String, List<Token>> variables;
    private int next;

    Tokens(Source source, DeviceNames devices) {
        this.source = source;
        this.devices = devices;
        this.tokens = new ArrayList<>(Lexer.split(source.name(), source.text()));
        this.variables = new HashMap<>();
    }

    /** The devices that words may name. */
    DeviceNames devices() {
        return devices;
    }

    /** The place of the next word, to come back to. */
    int mark() {
        return next;
    }

    void reset(int mark) {
        next = mark;
    }

    Token peek() {
        return ahead(0);
    }

    /** The word {@code offset} behind the next one; variables stand for what they were defined as. */
    Token ahead(int offset) {
        int place = Math.min(next + offset, tokens.size() - 1);
        Token token = tokens.get(place);
        if (token.kind() == Token.Kind.WORD && token.text().startsWith("$")) {
            List<Token> value = variables.get(token.text().substring(1));
            if (value == null) {
                throw source.refusal(
                        token, token, "unknown identifier '" + token.text().substring(1) + "'");
            }
            tokens.remove(place);
            tokens.addAll(place, value);
            return ahead(offset);
        }
        return token;
    }

    Token next() {
        Token token = peek();
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    boolean at(String... words) {
        for (String word : words) {
            if (peek().is(word)) {
                return true;
            }
        }
        return false;
    }

    boolean take(String word) {
        if (at(word)) {
            next();
            return true;
        }
        return false;
    }

    Token expect(String word) {
        if (!at(word)) {
            throw unexpected("expecting " + word);
        }
        return next();
    }

    /** A name, or a text in quotes. */
    String name() {
        if (peek().kind() != Token.Kind.WORD && peek().kind() != Token.Kind.STRING) {
            throw unexpected("expecting string");
        }
        return next().text();
    }

    /** A text in quotes. */
    String quoted() {
        if (peek().kind() != Token.Kind.STRING) {
            throw unexpected("expecting quoted string");
        }
        return next().text();
    }

    long number() {
        Token token = peek();
        if (!token.text().matches("[0-9]{1,18}|0x[0-9a-fA-F]{1,15}") || token.kind() != Token.Kind.WORD) {
            throw unexpected("expecting number");
        }
        next();
        return Long.decode(
                token.text().startsWith("0x") ? token.text() : token.text().replaceFirst("^0+(?=.)", ""));
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean atSeparator() {
        return peek().kind() == Token.Kind.SEPARATOR || atEnd();
    }

    void skipSeparators() {
        while (peek().kind() == Token.Kind.SEPARATOR) {
            next();
        }
    }

    /** Ends of lines within braces mean nothing. */
    void skipNewlines() {
        while (peek().is("newline")) {
            next();
        }
    }

    /** A command ends here. */
    void endOfCommand() {
        if (!atSeparator()) {
            throw unexpected("expecting end of file or newline or semicolon");
        }
    }

    /** A line within braces ends here: before the brace that closes them too there must be an end of line or a semicolon. */
    void endOfLine() {
        if (peek().kind() != Token.Kind.SEPARATOR) {
            throw unexpected("expecting newline or semicolon");
        }
        skipSeparators();
    }

    /** Remembers the rest of the line as a variable. */
    void define(String name) {
        List<Token> value = new ArrayList<>();
        int depth = 0;
        while (!atEnd() && (depth > 0 || !atSeparator())) {
            Token token = next();
            depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
            value.add(token);
        }
        variables.put(name, value);
    }

    /** Goes past a pair of braces and all between. */
    void skipBraces() {
        int depth = 0;
        do {
            Token token = next();
            depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
            if (atEnd() && depth > 0) {
                throw unexpected("expecting }");
            }
        } while (depth > 0);
    }

    /** The words from {@code mark} up to here, as they stand in the file. */
    String text(int mark) {
        StringBuilder text = new StringBuilder();
        for (int i = mark; i < next; i++) {
            Token token = tokens.get(i);
            boolean quotes = token.kind() == Token.Kind.STRING;
            text.append(text.isEmpty() ? "" : " ").append(quotes ? "\"" + token.text() + "\"" : token.text());
        }
        return text.toString();
    }

    IllegalArgumentException unexpected(String expected) {
        Token token = peek();
        String what = switch (token.kind()) {
            case STRING -> "quoted string";
            case WORD -> token.text().matches("[0-9].*") ? "number" : token.text();
            default -> token.text();
        };
        return source.refusal(token, token, "syntax error, unexpected " + what + ", " + expected);
    }

    /** Says {@code why} of the words from {@code mark} up to here. */
    IllegalArgumentException refusal(int mark, String why) {
        Token last = tokens.get(Math.max(mark, next - 1));
        return source.refusal(tokens.get(mark), last, why);
    }

    /** Says {@code why} of the next word. */
    IllegalArgumentException refusal(String why) {
        return source.refusal(peek(), peek(), why);
    }
}
