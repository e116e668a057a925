package packetwalk.program.curl;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.socket.Endpoint;
import packetwalk.linux.socket.Owner;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.IpFamily;
import packetwalk.net.ProxyHeader;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.program.Result;
import packetwalk.program.Url;
import packetwalk.program.dns.NameService;
import packetwalk.program.dns.Resolution;
import packetwalk.program.dns.Resolver;
import packetwalk.program.stream.ClientLayer;
import packetwalk.program.stream.ProxyIntroduction;
import packetwalk.program.tls.TlsClient;
import packetwalk.trace.Outcome;

/** One run of curl. */
public final class Curl {

    private static final IpAddress LOCALHOST = IpAddress.parse("127.0.0.1");

    /** Headers that curl writes itself: one of these from the line takes their place. */
    private static final Set<String> OWN = names("Host", "User-Agent", "Accept", "Content-Type", "Content-Length");

    private final NetworkNamespace from;
    private final NameService names;
    private final Supplier<List<X509Certificate>> trusted;
    private final CurlLine line;
    private final Printed printed;
    private final long started;
    private final long deadline;
    private int redirects;
    private String remote = "";

    private Curl(NetworkNamespace from, NameService names, Supplier<List<X509Certificate>> trusted, CurlLine line) {
        this.from = from;
        this.names = names;
        this.trusted = trusted;
        this.line = line;
        this.printed = new Printed(line);
        this.started = from.simulation().now();
        this.deadline =
                line.maxTime.map(Duration::toNanos).map(span -> started + span).orElse(0L);
    }

    /**
     * Runs it; comes back when it has ended, in virtual time.
     *
     * @param names what programs there know of names
     * @param trusted whose certificates they take, unless the line says otherwise
     */
    public static Result run(
            NetworkNamespace from, NameService names, Supplier<List<X509Certificate>> trusted, CurlLine line) {
        return new Curl(from, names, trusted, line).run();
    }

    private static Set<String> names(String... names) {
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(List.of(names));
        return all;
    }

    private Result run() {
        WriteOut.of(line.writeOut, values(Optional.empty(), line.url())); // refused before anything is sent
        try {
            Url url = line.url();
            HttpRequest request = request(line.method(), url, line.data);
            HttpResponse response = fetch(url, request);
            while (line.location && isRedirect(response) && redirects < line.maxRedirs) {
                redirects++;
                printed.received(response);
                Url next = url.resolve(response.headers().first("Location").orElse("/"));
                printed.remark("Issue another request to this URL: '" + next + "'");
                request = redirected(response.status(), request, next);
                url = next;
                response = fetch(url, request);
            }
            if (line.location && isRedirect(response)) {
                printed.received(response);
                throw new CurlFault(47, "Maximum (" + line.maxRedirs + ") redirects followed", Outcome.Kind.ANSWERED);
            }
            return report(url, response);
        } catch (CurlFault fault) {
            printed.plain(WriteOut.of(line.writeOut, values(Optional.empty(), line.url())));
            printed.error(fault);
            return new Result(new Outcome(fault.kind(), fault.words() + fault.aside()), printed.toString());
        }
    }

    private static boolean isRedirect(HttpResponse response) {
        return List.of(301, 302, 303, 307, 308).contains(response.status())
                && response.headers().has("Location");
    }

    /** What a redirect makes of a request: after 301 to 303 a POST becomes a GET, as browsers have it. */
    private HttpRequest redirected(int status, HttpRequest before, Url next) {
        boolean toGet =
                line.method.isEmpty() && status <= 303 && before.method().equals("POST");
        Optional<String> data = toGet || before.body().isEmpty() ? Optional.empty() : line.data;
        HttpRequest after = request(toGet ? "GET" : before.method(), next, data);
        Url first = line.url();
        if (!first.host().equalsIgnoreCase(next.host())) {
            after = after.with(after.headers().with("Host", next.authority()));
        }
        // Curl_auth_allowed_to_host(): who was not asked first is told no secrets
        boolean elsewhere = !first.host().equalsIgnoreCase(next.host())
                || first.port() != next.port()
                || first.secure() != next.secure();
        return elsewhere ? after.with(after.headers().without("Authorization", "Cookie")) : after;
    }

    private HttpRequest request(String method, Url url, Optional<String> data) {
        HttpHeaders headers = HttpHeaders.of("Host", url.authority(), "User-Agent", line.userAgent, "Accept", "*/*");
        if (data.isPresent()) {
            headers = headers.plus(
                            "Content-Length",
                            Integer.toString(Bytes.of(data.get()).length()))
                    .plus("Content-Type", "application/x-www-form-urlencoded");
        }
        for (String each : line.headers) {
            int colon = each.indexOf(':');
            String name = colon < 0 ? each.substring(0, each.length() - 1) : each.substring(0, colon);
            String value = colon < 0 ? "" : each.substring(colon + 1).strip();
            if (colon >= 0 && value.isEmpty()) {
                headers = headers.without(name);
            } else {
                headers = OWN.contains(name) ? headers.with(name, value) : headers.plus(name, value);
            }
        }
        HttpRequest bare = HttpRequest.of(method, url.path(), headers);
        return data.map(text -> bare.withBody(Bytes.of(text))).orElse(bare);
    }

    private HttpResponse fetch(Url url, HttpRequest request) {
        List<Endpoint> to = addresses(url).stream()
                .map(each -> new Endpoint(each, url.port()))
                .toList();
        remote = to.get(0).address().toString();
        Transfer transfer = new Transfer(from, url, request, printed);
        HttpResponse response = transfer.run(to, layer(url), line, deadline);
        remote = transfer.remote();
        return response;
    }

    private ClientLayer layer(Url url) {
        return line.haproxyProtocol ? new ProxyIntroduction(ProxyHeader.Version.V1).then(tls(url)) : tls(url);
    }

    private ClientLayer tls(Url url) {
        if (!url.secure()) {
            return ClientLayer.NONE;
        }
        return line.insecure
                ? TlsClient.trustingAnybody(from.simulation(), url.host())
                : TlsClient.verifying(from.simulation(), url.host(), line.cacert.orElseGet(trusted));
    }

    private List<IpAddress> addresses(Url url) {
        IpAddress given = line.resolved.get(url.host() + ":" + url.port());
        if (given != null) {
            printed.remark("Hostname " + url.host() + " was found in DNS cache");
            return List.of(given);
        }
        Resolution found = Resolver.resolve(from, names, new Owner(1, "curl"), url.host(), line.families);
        if (found.fault().isPresent()) {
            CurlFault unknown = new CurlFault(6, "Could not resolve host: " + url.host(), Outcome.Kind.UNREACHABLE);
            throw names.resolvConf().isEmpty() ? unknown.withAside(" (nothing answers DNS here)") : unknown;
        }
        return found.addresses().stream().map(Curl::destination).toList();
    }

    /** As a destination, 0.0.0.0 is this host, and so is ::; ip_route_output_key_hash_rcu(), ip6_dst_lookup_tail(). */
    private static IpAddress destination(IpAddress address) {
        IpAddress localhost = address.family() == IpFamily.IPV4 ? LOCALHOST : IpAddress.LOOPBACK_V6;
        return address.isAny() ? localhost : address;
    }

    private Result report(Url url, HttpResponse response) {
        printed.received(response);
        boolean failed = line.fail && response.status() >= 400;
        if (!failed) {
            printed.body(response);
        }
        printed.remark("Connection #" + redirects + " to host " + url.host() + " left intact");
        printed.plain(WriteOut.of(line.writeOut, values(Optional.of(response), url)));
        if (failed) {
            CurlFault fault =
                    new CurlFault(22, "The requested URL returned error: " + response.status(), Outcome.Kind.ANSWERED);
            printed.error(fault);
            return new Result(new Outcome(fault.kind(), fault.words()), printed.toString());
        }
        String took = String.format(Locale.ROOT, "%.3f", (from.simulation().now() - started) / 1e6);
        String body = response.body().text().strip();
        return new Result(
                new Outcome(Outcome.Kind.ANSWERED, response + " after " + took + " ms: " + body), printed.toString());
    }

    private Map<String, String> values(Optional<HttpResponse> response, Url url) {
        String status = String.format(
                Locale.ROOT, "%03d", response.map(HttpResponse::status).orElse(0));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("http_code", status);
        values.put("response_code", status);
        values.put("num_redirects", Integer.toString(redirects));
        values.put(
                "redirect_url",
                response.filter(Curl::isRedirect)
                        .flatMap(each -> each.headers().first("Location"))
                        .map(location -> url.resolve(location).toString())
                        .orElse(""));
        values.put("remote_ip", remote);
        values.put("remote_port", Integer.toString(url.port()));
        values.put("scheme", url.secure() ? "HTTPS" : "HTTP");
        values.put(
                "size_download",
                Integer.toString(response.map(each -> each.body().length()).orElse(0)));
        values.put(
                "content_type",
                response.flatMap(each -> each.headers().first("Content-Type")).orElse(""));
        values.put("url_effective", url.toString());
        values.put(
                "time_total",
                String.format(Locale.ROOT, "%.6f", (from.simulation().now() - started) / 1e9));
        return values;
    }
}
