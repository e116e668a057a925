package packetwalk.program.curl;

import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import packetwalk.net.http.HttpMessage;
import packetwalk.net.http.HttpRequest;
import packetwalk.net.http.HttpResponse;
import packetwalk.net.x509.Certificates;
import packetwalk.program.stream.TlsSession;

/** What curl prints, on both of its outputs, in the order in which it does. */
final class Printed {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT);

    private final StringBuilder text = new StringBuilder();
    private final CurlLine line;

    Printed(CurlLine line) {
        this.line = line;
    }

    /** A remark of {@code -v}. */
    void remark(String words) {
        if (line.verbose) {
            text.append("* ").append(words).append('\n');
        }
    }

    /** What was agreed on, and with whom. */
    void session(TlsSession tls, String host) {
        remark("SSL connection using " + tls.version() + " / " + tls.cipherSuite());
        remark(tls.protocol()
                .map(protocol -> "ALPN: server accepted " + protocol)
                .orElse("ALPN: server did not agree on a protocol. Uses default."));
        X509Certificate certificate = tls.certificates().get(0);
        remark("Server certificate:");
        remark(" subject: CN=" + Certificates.commonName(certificate.getSubjectX500Principal()));
        remark(" start date: " + date(certificate.getNotBefore()));
        remark(" expire date: " + date(certificate.getNotAfter()));
        if (!line.insecure) {
            Certificates.names(certificate).stream()
                    .filter(name -> Certificates.matches(name, host))
                    .findFirst()
                    .ifPresent(
                            name -> remark(" subjectAltName: host \"" + host + "\" matched cert's \"" + name + "\""));
        }
        remark(" issuer: CN=" + Certificates.commonName(certificate.getIssuerX500Principal()));
        if (!line.insecure) {
            remark(" SSL certificate verify ok.");
        }
    }

    private static String date(Date when) {
        return DATE.format(when.toInstant().atOffset(ZoneOffset.UTC));
    }

    void sent(HttpRequest request) {
        head("> ", request);
    }

    void received(HttpResponse response) {
        head("< ", response);
        if (line.include || line.head) {
            text.append(response.firstLine())
                    .append('\n')
                    .append(response.headers())
                    .append('\n');
        }
    }

    private void head(String mark, HttpMessage message) {
        if (line.verbose) {
            text.append(mark).append(message.firstLine()).append('\n');
            message.headers()
                    .fields()
                    .forEach(field -> text.append(mark).append(field).append('\n'));
            text.append(mark.strip()).append('\n');
        }
    }

    void body(HttpResponse response) {
        if (line.output.isEmpty()) {
            text.append(response.body().text());
        }
    }

    /** Words that are no remark: an error, what {@code -w} asks for. */
    void plain(String words) {
        text.append(words);
    }

    /** What went wrong, unless that is not wanted: {@code -s} without {@code -S}. */
    void error(CurlFault fault) {
        if (!line.silent || line.showError) {
            text.append(fault.text());
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
