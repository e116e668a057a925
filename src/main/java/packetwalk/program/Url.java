package packetwalk.program;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import packetwalk.net.Ports;

/**
 * An {@code http} or {@code https} URL.
 *
 * @param secure whether TLS is between TCP and HTTP: {@code https}
 * @param host an address or a name
 * @param port 1 to 65535; 80 or 443 where the text names none
 * @param path with its query; {@code /} where the text has none
 */
public record Url(boolean secure, String host, int port, String path) {

    private static final Pattern FORM = Pattern.compile(
            "(?:(?i)(https?)://)?(\\[[0-9a-fA-F:.]+\\]|[^\\s/:?#@\\[\\]]+)(?::([0-9]{1,5}))?([/?][^\\s#]*)?(?:#\\S*)?");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /**
     * Reads a URL; {@code http://} may be left out, as curl lets one.
     *
     * @throws IllegalArgumentException naming the value and the form
     */
    public static Url parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a URL that can be fetched here; write"
                    + " http://host:port/path or https://host:port/path, such as http://10.0.1.2:8080/");
        }
        boolean secure = "https".equalsIgnoreCase(form.group(1));
        String host = form.group(2).replace("[", "").replace("]", "");
        int usual = secure ? HTTPS : HTTP;
        int port = form.group(3) == null ? usual : Ports.requireService(Integer.parseInt(form.group(3)));
        String path = form.group(4) == null ? "/" : form.group(4);
        return new Url(secure, host, port, path.startsWith("?") ? "/" + path : path);
    }

    /** Where a {@code Location} leads from here: another URL, or another path of the same server. */
    public Url resolve(String location) {
        if (location.startsWith("//")) {
            return parse(scheme() + ":" + location);
        }
        if (location.startsWith("/")) {
            return new Url(secure, host, port, location.split("#", 2)[0]);
        }
        if (location.matches("(?i)https?://.*")) {
            return parse(location);
        }
        String folder = path.split("\\?", 2)[0];
        return new Url(secure, host, port, folder.substring(0, folder.lastIndexOf('/') + 1) + location);
    }

    /** Host and port as a Host header has them: the port only where it is not the usual one. */
    public String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (secure ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    private String scheme() {
        return secure ? "https" : "http";
    }

    @Override
    public String toString() {
        return scheme() + "://" + authority() + path;
    }
}
