package packetwalk.program;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.Ports;

/**
 * An {@code http} URL.
 *
 * @param host an address or a name
 * @param port 1 to 65535; 80 where the text names none
 * @param path with its query; {@code /} where the text has none
 */
public record Url(String host, int port, String path) {

    private static final Pattern FORM =
            Pattern.compile("(?:http://)?(\\[[0-9a-fA-F:.]+\\]|[^\\s/:\\[\\]]+)(?::([0-9]{1,5}))?(/\\S*)?");

    /**
     * Reads a URL; {@code http://} may be left out, as curl lets one.
     *
     * @throws IllegalArgumentException naming the value and the form
     */
    public static Url parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a URL that can be fetched here; write"
                    + " http://host:port/path, such as http://10.0.1.2:8080/");
        }
        String host = form.group(1).replace("[", "").replace("]", "");
        int port = form.group(2) == null ? 80 : Ports.requireService(Integer.parseInt(form.group(2)));
        return new Url(host, port, form.group(3) == null ? "/" : form.group(3));
    }

    @Override
    public String toString() {
        return "http://" + host + (port == 80 ? "" : ":" + port) + path;
    }
}
