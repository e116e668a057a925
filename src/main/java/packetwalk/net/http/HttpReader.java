package packetwalk.net.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.ByteQueue;
import packetwalk.net.Bytes;

/**
 * Makes messages of what comes in on a connection, however it is cut: give it bytes, ask it for messages.
 *
 * <p>Strict where RFC 9112 lets it be: a header that is folded or has a space before its colon, a request with both
 * Content-Length and Transfer-Encoding, and a lone carriage return are refused. After a refusal it reads no more.
 *
 * @param <M> requests for a server's reader, responses for a client's
 */
public final class HttpReader<M extends HttpMessage> {

    /** What requests and responses do not have in common. */
    private interface Form<M extends HttpMessage> {
        M head(String line, HttpHeaders headers);

        BodyReader body(M head, HttpReader<M> reader);

        M with(M head, Bytes body);

        /** Whether a message can begin with that byte: who speaks another protocol shall not be waited for. */
        boolean begins(int first);

        default boolean isInterim(M head) {
            return false;
        }
    }

    private final Form<M> form;
    private final HttpLimits limits;
    private final ByteQueue queue = new ByteQueue();
    private final List<String> lines = new ArrayList<>();
    private int headLength;
    private boolean askedForHead;
    private @Nullable M head;
    private @Nullable BodyReader body;
    private @Nullable HttpFault refused;

    private HttpReader(Form<M> form, HttpLimits limits) {
        this.form = form;
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /** A server's. */
    public static HttpReader<HttpRequest> requests(HttpLimits limits) {
        return new HttpReader<>(new Requests(), limits);
    }

    /** A client's. */
    public static HttpReader<HttpResponse> responses(HttpLimits limits) {
        return new HttpReader<>(new Responses(), limits);
    }

    /** Tells what was asked: the response to HEAD that comes next has no body, whatever it announces. */
    public void asked(String method) {
        askedForHead = method.equals("HEAD");
    }

    /** More came in. */
    public void add(Bytes data) {
        queue.add(data);
    }

    /** Whether a message has begun and is not there whole. */
    public boolean midway() {
        return head != null || !lines.isEmpty() || !queue.isEmpty();
    }

    /**
     * The next message, once it is there whole; interim responses (100 Continue) are passed over.
     *
     * @throws HttpFault if what came is no message
     */
    public Optional<M> next() {
        if (refused != null) {
            throw refused;
        }
        try {
            return read();
        } catch (HttpFault fault) {
            refused = fault;
            throw fault;
        }
    }

    /**
     * The peer will send no more: the message that this ends, if it is of that kind.
     *
     * @throws HttpFault if it broke off in the middle of one
     */
    public Optional<M> end() {
        M unfinished = head;
        BodyReader reader = body;
        if (unfinished != null && reader != null && reader.endsByClose()) {
            return Optional.of(whole(unfinished, reader));
        }
        if (reader != null) {
            throw HttpFault.malformed("transfer closed with " + reader.missing());
        }
        if (midway()) {
            throw HttpFault.malformed("the connection ended in the middle of a head");
        }
        return Optional.empty();
    }

    private Optional<M> read() {
        while (true) {
            if (head == null && !readHead()) {
                return Optional.empty();
            }
            M started = Objects.requireNonNull(head, "head");
            if (form.isInterim(started)) {
                head = null;
                body = null;
                continue;
            }
            BodyReader reader = Objects.requireNonNull(body, "body");
            return reader.read(queue) ? Optional.of(whole(started, reader)) : Optional.empty();
        }
    }

    private M whole(M started, BodyReader reader) {
        head = null;
        body = null;
        askedForHead = false;
        Bytes content = reader.content();
        return content.isEmpty() ? started : form.with(started, content);
    }

    private boolean readHead() {
        if (lines.isEmpty() && !queue.isEmpty() && !form.begins(queue.uint8(0))) {
            throw HttpFault.malformed("it begins with byte " + queue.uint8(0) + ", as no message of HTTP does");
        }
        Optional<String> next = queue.takeLine();
        while (next.isPresent()) {
            String line = next.get();
            checkLength(line.length());
            headLength += line.length() + 2;
            if (!line.isEmpty()) {
                lines.add(line);
            } else if (!lines.isEmpty()) { // an empty line before the first is passed over: RFC 9112 2.2
                beginBody();
                return true;
            }
            next = queue.takeLine();
        }
        checkLength(queue.length());
        return false;
    }

    private void checkLength(int line) {
        if (lines.isEmpty() && line > limits.line()) {
            throw new HttpFault(414, "a first line of more than " + limits.line() + " bytes is not taken");
        }
        if (headLength + line > limits.head()) {
            throw new HttpFault(431, "headers of more than " + limits.head() + " bytes are not taken");
        }
    }

    private void beginBody() {
        List<HttpHeaders.Field> fields = new ArrayList<>(lines.size());
        lines.stream().skip(1).map(HttpReader::field).forEach(fields::add);
        M started = form.head(lines.get(0), new HttpHeaders(fields));
        lines.clear();
        headLength = 0;
        head = started;
        body = form.body(started, this);
    }

    private static HttpHeaders.Field field(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw HttpFault.malformed("\"" + Quote.of(line) + "\" is no header; NAME: VALUE is one");
        }
        return new HttpHeaders.Field(line.substring(0, colon), Grammar.trim(line.substring(colon + 1)));
    }

    private static final class Requests implements Form<HttpRequest> {
        @Override
        public HttpRequest head(String line, HttpHeaders headers) {
            return HttpRequest.read(line, headers);
        }

        @Override
        public BodyReader body(HttpRequest head, HttpReader<HttpRequest> reader) {
            int most = reader.limits.body();
            boolean chunked = head.headers().chunked();
            Optional<Long> length = head.headers().contentLength();
            if (chunked && (length.isPresent() || head.version() == HttpVersion.HTTP_1_0)) {
                // two readers might see two different requests in it: RFC 9112 6.1
                throw HttpFault.malformed("a chunked request must be of HTTP/1.1 and without Content-Length");
            }
            return chunked ? BodyReader.chunked(most) : BodyReader.ofLength(length.orElse(0L), most);
        }

        @Override
        public boolean begins(int first) {
            return first == '\r' || first == '\n' || Grammar.isToken(String.valueOf((char) first));
        }

        @Override
        public HttpRequest with(HttpRequest head, Bytes body) {
            return head.carrying(body);
        }
    }

    private static final class Responses implements Form<HttpResponse> {
        @Override
        public HttpResponse head(String line, HttpHeaders headers) {
            return HttpResponse.read(line, headers);
        }

        @Override
        public BodyReader body(HttpResponse head, HttpReader<HttpResponse> reader) {
            int most = reader.limits.body();
            if (reader.askedForHead || HttpResponse.hasNoBody(head.status())) {
                return BodyReader.ofLength(0, most);
            }
            if (head.headers().chunked()) {
                return BodyReader.chunked(most);
            }
            return head.headers()
                    .contentLength()
                    .map(length -> BodyReader.ofLength(length, most))
                    .orElseGet(() -> BodyReader.untilClose(most));
        }

        @Override
        public boolean begins(int first) {
            return first == '\r' || first == '\n' || first == 'H';
        }

        @Override
        public HttpResponse with(HttpResponse head, Bytes body) {
            return head.carrying(body);
        }

        @Override
        public boolean isInterim(HttpResponse head) {
            return head.isInterim();
        }
    }
}
