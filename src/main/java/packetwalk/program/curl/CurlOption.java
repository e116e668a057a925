package packetwalk.program.curl;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import packetwalk.net.IpFamily;

/** One option: its names, whether a value follows, and what it does to a line. */
record CurlOption(String name, String letter, boolean takesValue, BiConsumer<CurlLine, String> effect) {

    static final List<CurlOption> ALL = List.of(
            value("header", "H", CurlLine::header),
            value("request", "X", (line, method) -> line.method = Optional.of(method)),
            value("data", "d", CurlLine::data),
            value("data-raw", "", CurlLine::data),
            value("user-agent", "A", (line, agent) -> line.userAgent = agent),
            value("output", "o", (line, file) -> line.output = Optional.of(file)),
            value("write-out", "w", (line, format) -> line.writeOut = format),
            value(
                    "max-time",
                    "m",
                    (line, seconds) -> line.maxTime = Optional.of(CurlLine.seconds("--max-time", seconds))),
            value(
                    "connect-timeout",
                    "",
                    (line, seconds) ->
                            line.connectTimeout = Optional.of(CurlLine.seconds("--connect-timeout", seconds))),
            value("resolve", "", CurlLine::resolve),
            value("cacert", "", CurlLine::cacert),
            value("max-redirs", "", CurlLine::maxRedirs),
            value("url", "", CurlLine::url),
            flag("insecure", "k", line -> line.insecure = true),
            flag("verbose", "v", line -> line.verbose = true),
            flag("include", "i", line -> line.include = true),
            flag("head", "I", line -> line.head = true),
            flag("silent", "s", line -> line.silent = true),
            flag("show-error", "S", line -> line.showError = true),
            flag("location", "L", line -> line.location = true),
            flag("fail", "f", line -> line.fail = true),
            flag("haproxy-protocol", "", line -> line.haproxyProtocol = true),
            flag("http1.1", "", line -> {}),
            flag("ipv4", "4", line -> line.families = List.of(IpFamily.IPV4)),
            flag("ipv6", "6", line -> line.families = List.of(IpFamily.IPV6)));

    private static CurlOption value(String name, String letter, BiConsumer<CurlLine, String> effect) {
        return new CurlOption(name, letter, true, effect);
    }

    private static CurlOption flag(String name, String letter, Consumer<CurlLine> effect) {
        return new CurlOption(name, letter, false, (line, none) -> effect.accept(line));
    }

    /** The option of that long name; throws IllegalArgumentException if curl, or this one, has none. */
    static CurlOption named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown("--" + name));
    }

    /** The option of that letter; throws as {@link #named}. */
    static CurlOption of(char letter) {
        return ALL.stream()
                .filter(each -> each.letter().equals(String.valueOf(letter)))
                .findFirst()
                .orElseThrow(() -> unknown("-" + letter));
    }

    private static IllegalArgumentException unknown(String option) {
        return new IllegalArgumentException("curl: option " + option + ": is unknown here; there are "
                + ALL.stream().map(CurlOption::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return (letter.isEmpty() ? "" : "-" + letter + "/") + "--" + name;
    }
}
