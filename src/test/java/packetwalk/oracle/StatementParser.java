package packetwalk.oracle;

import static packetwalk.oracle.CaseFile.require;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.MacAddress;

/** Reads one statement of a case. */
final class StatementParser {

    private static final Pattern COMMAND = Pattern.compile("(\\w+)\\$ (.+?)( => refused)?");
    private static final Pattern SERVE =
            Pattern.compile("(\\w+) serves (tcp|udp) (?:\\[?([0-9.]+|[0-9a-f:]+(?=]))]?:)?(\\d{1,5})(?: => (\\w+))?");
    private static final Pattern QUESTION =
            Pattern.compile("(\\w+) (connects|says|sends|pings|injects) (.+?)(?: => (.+))?");
    private static final Pattern WAIT = Pattern.compile("wait (\\d{1,4})(s|ms)");
    private static final Pattern END =
            Pattern.compile("\\[?([0-9.]+|(?<=\\[)[0-9a-f:]+(?=])|[0-9a-f]*:[0-9a-f:]*:[0-9a-f:]*)]?(?::(\\d{1,5}))?");

    private StatementParser() {}

    /**
     * Reads a statement.
     *
     * @param input what stands behind {@code <<EOF}
     * @throws IllegalArgumentException if it is none
     */
    static Statement parse(String line, String input) {
        Matcher command = COMMAND.matcher(line);
        if (command.matches()) {
            return new Statement.Command(command.group(1), command.group(2), input, command.group(3) != null);
        }
        require(input.isEmpty(), "only a command reads a text: \"" + line + "\"");
        Matcher serve = SERVE.matcher(line);
        if (serve.matches()) {
            IpAddress address = serve.group(3) == null ? IpAddress.ANY_V4 : IpAddress.parse(serve.group(3));
            int port = number(serve.group(4));
            String expected = serve.group(5) == null ? "ok" : serve.group(5);
            return new Statement.Serve(serve.group(1), serve.group(2), address, port, expected);
        }
        Matcher question = QUESTION.matcher(line);
        if (question.matches()) {
            List<String> expected = question.group(4) == null
                    ? List.of()
                    : List.of(question.group(4).split(", *"));
            return question(question.group(1), question.group(2), question.group(3), expected);
        }
        Matcher wait = WAIT.matcher(line);
        if (wait.matches()) {
            int count = number(wait.group(1));
            return new Statement.Wait(wait.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count));
        }
        return other(line, List.of(line.split(" +")));
    }

    private static Statement other(String line, List<String> words) {
        if (words.size() == 3 && words.get(1).equals("closes")) {
            return new Statement.Close(words.get(0), words.get(2));
        }
        return switch (words.get(0)) {
            case "netns", "netns6" ->
                new Statement.Netns(words.subList(1, words.size()), words.get(0).equals("netns6"));
            case "link" -> new Statement.Link(port(words, 1), port(words, 2));
            case "bridge" -> new Statement.Bridge(port(words, 1), words.subList(2, words.size()));
            case "vxlan" -> {
                require(words.size() > 3, "\"" + line + "\" is too short; write vxlan NETNS:DEVICE MAC OPTIONS");
                String options = String.join(" ", words.subList(3, words.size()));
                yield new Statement.Vxlan(port(words, 1), MacAddress.parse(words.get(2)), options);
            }
            case "forget" -> new Statement.Forget();
            case "counters" -> new Statement.Counters();
            default -> throw new IllegalArgumentException("\"" + line + "\" is no statement of a case");
        };
    }

    private static Statement.Question question(String netns, String verb, String text, List<String> expected) {
        List<String> words = List.of(text.split(" +"));
        if (verb.equals("injects")) {
            return new Statement.Inject(netns, InjectedPacket.parseAll(words), expected);
        }
        Statement.Kind kind = Statement.Kind.valueOf(verb.toUpperCase(Locale.ROOT));
        if (kind == Statement.Kind.SAYS) {
            Statement.Sending how = sending(words.subList(1, words.size()), words.get(0), IpFamily.IPV4);
            return new Statement.Probe(kind, netns, IpAddress.ANY_V4, 0, how, expected);
        }
        Matcher to = end(words.get(0));
        boolean bound = kind == Statement.Kind.CONNECTS && words.contains("from");
        require(!bound, "a TCP connection has the port that the engine picks; leave \"from\" out");
        IpAddress address = IpAddress.parse(to.group(1));
        Statement.Sending how = sending(words.subList(1, words.size()), "", address.family());
        boolean several = kind != Statement.Kind.SENDS && how.ttls().size() > 1;
        require(!several, "only \"sends\" and \"injects\" send several packets at once; give one ttl");
        return new Statement.Probe(kind, netns, address, number(to.group(2)), how, expected);
    }

    private static Statement.Sending sending(List<String> options, String connection, IpFamily family) {
        Statement.Sending how = new Statement.Sending(family.any(), 0, List.of(64), 10, 0, connection);
        require(options.size() % 2 == 0, "options come in pairs, as \"ttl 3\": " + options);
        for (int i = 0; i < options.size(); i += 2) {
            how = with(how, options.get(i), options.get(i + 1));
        }
        return how;
    }

    private static Statement.Sending with(Statement.Sending how, String option, String value) {
        return switch (option) {
            case "from" -> {
                boolean named = value.contains(".") || value.contains(":");
                String any = how.address().family() == IpFamily.IPV4 ? "0.0.0.0:" : "[::]:";
                Matcher port = END.matcher(named ? value : any + value);
                require(port.matches(), "from takes PORT, ADDRESS or ADDRESS:PORT, not " + value);
                yield how.withSource(IpAddress.parse(port.group(1)), number(port.group(2)));
            }
            case "ttl" -> how.withTtls(numbers(value));
            case "size" -> how.withSize(number(value));
            case "as" -> how.withUser(number(value));
            case "keeping" -> how.keeping(value);
            default ->
                throw new IllegalArgumentException(
                        "a probe has no option " + option + "; there are from, ttl, size, as, keeping");
        };
    }

    /** An address with or without a port. */
    static Matcher end(String word) {
        Matcher end = END.matcher(word);
        require(end.matches(), "\"" + word + "\" is no ADDRESS or ADDRESS:PORT");
        return end;
    }

    static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Divided by commas. */
    static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
    }

    private static Statement.Port port(List<String> words, int at) {
        String word = at < words.size() ? words.get(at) : "";
        int colon = word.indexOf(':');
        require(colon > 0, "\"" + word + "\" names no device; write NETNS:DEVICE");
        return new Statement.Port(word.substring(0, colon), word.substring(colon + 1));
    }
}
