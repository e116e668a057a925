package packetwalk.ingress.nginx;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;
import packetwalk.ingress.NginxSettings;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
import packetwalk.net.http.HttpHeaders;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.http.HttpStatus;
import packetwalk.program.proxy.Dialect;
import packetwalk.program.stream.Stream;

/** How ingress-nginx speaks: the headers of its {@code nginx.tmpl}, and nginx' own pages. */
final class NginxDialect implements Dialect {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Supplier<NginxSettings> settings;
    private final Supplier<Instant> clock;

    NginxDialect(Supplier<NginxSettings> settings, Supplier<Instant> clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Says who asks in place of whom the client named, unless {@code use-forwarded-headers} believes the client: then its
     * first name is the one, whoever wrote it; with {@code compute-full-forwarded-for} all its names, and behind them who asks.
     */
    @Override
    public HttpHeaders onward(HttpRequest request, Stream client) {
        HttpHeaders given = request.headers();
        HttpHeaders told = Forwarded.replace(given, client).with("X-Scheme", scheme(client));
        String chain = String.join(", ", given.all("X-Forwarded-For"));
        HttpHeaders kept = chain.isEmpty() ? told : told.with("X-Original-Forwarded-For", chain);
        if (!settings.get().useForwardedHeaders()) {
            return kept;
        }
        String connected = client.remote().address().toString();
        String believed = believed(chain, connected);
        return kept.with("X-Real-IP", believed)
                .with("X-Forwarded-For", settings.get().computeFullForwardedFor() ? full(chain, connected) : believed)
                .with(
                        "X-Forwarded-Host",
                        given.first("X-Forwarded-Host")
                                .orElse(given.first("Host").orElse("")))
                .with("X-Forwarded-Proto", believedScheme(request, client));
    }

    /** {@code $full_x_forwarded_for}. */
    private static String full(String chain, String connected) {
        return chain.isEmpty() ? connected : chain + ", " + connected;
    }

    /** {@code real_ip_recursive on}: from the right, for as long as the names are addresses; else who is connected. */
    private static String believed(String chain, String connected) {
        String[] names = chain.split(",");
        String last = connected;
        for (int i = names.length - 1; i >= 0 && IpAddress.isAddress(names[i].strip()); i--) {
            last = names[i].strip();
        }
        return last;
    }

    /** Under which scheme the client came, as far as it is believed. */
    String believedScheme(HttpRequest request, Stream client) {
        return settings.get().useForwardedHeaders()
                ? request.headers().first("X-Forwarded-Proto").orElse(scheme(client))
                : scheme(client);
    }

    private static String scheme(Stream client) {
        return client.tls().isPresent() ? "https" : "http";
    }

    @Override
    public HttpResponse back(HttpRequest request, Stream client, HttpResponse response) {
        return dated(response);
    }

    @Override
    public HttpResponse error(int status) {
        return page(status, HttpHeaders.EMPTY);
    }

    /** nginx' own page for a status, with more headers. */
    HttpResponse page(int status, HttpHeaders more) {
        String title = status + " " + words(status);
        String html = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
        HttpResponse page = HttpResponse.of(status, "text/html", Bytes.of(html));
        HttpHeaders headers = page.headers();
        for (HttpHeaders.Field field : more.fields()) {
            headers = headers.plus(field.name(), field.value());
        }
        return dated(page.with(headers));
    }

    private static String words(int status) {
        return switch (status) {
            case 503 -> "Service Temporarily Unavailable";
            case 504 -> "Gateway Time-out";
            default -> HttpStatus.reason(status);
        };
    }

    private HttpResponse dated(HttpResponse response) {
        HttpHeaders headers = response.headers();
        return response.with(headers.has("Date") ? headers : headers.plus("Date", DATE.format(clock.get())));
    }
}
