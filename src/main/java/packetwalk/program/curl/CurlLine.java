package packetwalk.program.curl;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.x509.Certificates;
import packetwalk.program.Url;
import packetwalk.tools.line.CommandLine;
import packetwalk.tools.line.Word;

/** What is typed behind {@code curl}: its options, and one URL. */
public final class CurlLine {

    private final String text;
    private Optional<Url> url = Optional.empty();
    final List<String> headers = new ArrayList<>();
    final Map<String, IpAddress> resolved = new LinkedHashMap<>();
    Optional<String> method = Optional.empty();
    Optional<String> data = Optional.empty();
    Optional<String> output = Optional.empty();
    List<IpFamily> families = List.of(IpFamily.IPV4, IpFamily.IPV6);
    Optional<Duration> maxTime = Optional.empty();
    Optional<Duration> connectTimeout = Optional.empty();
    Optional<List<X509Certificate>> cacert = Optional.empty();
    String userAgent = "curl/8.5.0";
    String writeOut = "";
    int maxRedirs = 50;
    boolean insecure;
    boolean verbose;
    boolean include;
    boolean head;
    boolean silent;
    boolean showError;
    boolean location;
    boolean fail;
    boolean haproxyProtocol;

    private CurlLine(String text) {
        this.text = text;
    }

    /** {@code curl URL}. */
    public static CurlLine of(Url url) {
        CurlLine line = new CurlLine(url.toString());
        line.url = Optional.of(url);
        return line;
    }

    /**
     * Reads what is typed behind {@code curl}, such as {@code -k -H 'Host: testhost.com' https://35.184.97.156/}.
     *
     * @throws IllegalArgumentException naming an option that is not known here, a value that is none, or a missing URL
     */
    public static CurlLine parse(String arguments) {
        CurlLine line = new CurlLine(arguments);
        List<String> words = new ArrayList<>(
                CommandLine.split(arguments).stream().map(Word::text).toList());
        while (!words.isEmpty()) {
            String word = words.remove(0);
            if (word.startsWith("--")) {
                CurlOption option = CurlOption.named(word.substring(2));
                option.effect().accept(line, option.takesValue() ? value(option, words) : "");
            } else if (word.startsWith("-") && word.length() > 1) {
                line.letters(word.substring(1), words);
            } else {
                line.url(word);
            }
        }
        if (line.url.isEmpty()) {
            throw new IllegalArgumentException("curl: (2) no URL specified; give one such as http://10.0.1.2:8080/");
        }
        return line;
    }

    /** Several in one word; the value of the last may stand in it too: {@code -sko/dev/null}. */
    private void letters(String word, List<String> words) {
        for (int i = 0; i < word.length(); i++) {
            CurlOption option = CurlOption.of(word.charAt(i));
            if (option.takesValue()) {
                String rest = word.substring(i + 1);
                option.effect().accept(this, rest.isEmpty() ? value(option, words) : rest);
                return;
            }
            option.effect().accept(this, "");
        }
    }

    private static String value(CurlOption option, List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("curl: option --" + option.name() + ": requires parameter");
        }
        return words.remove(0);
    }

    /** The URL to begin with. */
    public Url url() {
        return url.orElseThrow();
    }

    /** As it is typed behind the prompt. */
    public String command() {
        return "curl " + text;
    }

    void url(String word) {
        if (url.isPresent()) {
            throw new IllegalArgumentException(
                    "curl takes one URL here, and there are " + url.get() + " and " + word + "; run it once for each");
        }
        url = Optional.of(Url.parse(word));
    }

    void header(String line) {
        if (line.indexOf(':') < 0 && !line.endsWith(";")) {
            throw new IllegalArgumentException(
                    "header \"" + line + "\" has no colon; such as 'Host: testhost.com', or 'Accept:' to leave it out");
        }
        headers.add(line);
    }

    void data(String text) {
        if (text.startsWith("@")) {
            throw new IllegalArgumentException(
                    "there is no file " + text.substring(1) + " here; write the data itself");
        }
        data = Optional.of(data.map(before -> before + "&" + text).orElse(text));
    }

    void resolve(String entry) {
        String[] parts = entry.split(":", 3);
        if (parts.length != 3 || !IpAddress.isAddress(parts[2])) {
            throw new IllegalArgumentException("curl: (49) Couldn't parse CURLOPT_RESOLVE entry '" + entry
                    + "'; such as testhost.com:443:35.184.97.156");
        }
        resolved.put(parts[0] + ":" + parts[1], IpAddress.parse(parts[2]));
    }

    /** The text of a PEM file, since there are no files. */
    void cacert(String pem) {
        cacert = Optional.of(Certificates.readAll(pem));
    }

    void maxRedirs(String count) {
        if (!count.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("--max-redirs " + count + " is no count; use 0 to 9999");
        }
        maxRedirs = Integer.parseInt(count);
    }

    static Duration seconds(String option, String text) {
        if (!text.matches("[0-9]{1,7}(\\.[0-9]{1,3})?") || Double.parseDouble(text) == 0) {
            throw new IllegalArgumentException("curl: option " + option
                    + ": expected a proper numerical parameter, not \"" + text + "\"; use seconds, such as 2 or 0.5");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }

    /** The method of the first request. */
    String method() {
        return method.orElse(head ? "HEAD" : data.isPresent() ? "POST" : "GET");
    }

    @Override
    public String toString() {
        return command();
    }
}
