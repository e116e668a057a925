package packetwalk.net.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import packetwalk.net.Bytes;

/** What is a message of HTTP/1.1, what is none, and with which status it is refused. */
class HttpReaderTest {

    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: testhost.com:8080\r\nAccept: */*\r\n\r\n";
    private static final String POST = "POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKED = """
            PUT / HTTP/1.1\r
            Host: x\r
            Transfer-Encoding: chunked\r
            \r
            5;note=1\r
            hello\r
            00c\r
            , wide world\r
            0\r
            Expires: never\r
            \r
            """;

    private static String wire(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\t", "\t");
    }

    private static List<HttpRequest> requests(HttpReader<HttpRequest> reader) {
        List<HttpRequest> requests = new ArrayList<>();
        for (Optional<HttpRequest> next = reader.next(); next.isPresent(); next = reader.next()) {
            requests.add(next.get());
        }
        return requests;
    }

    private static List<HttpRequest> requests(String text) {
        HttpReader<HttpRequest> reader = HttpReader.requests(HttpLimits.USUAL);
        reader.add(Bytes.of(text));
        return requests(reader);
    }

    private static HttpReader<HttpResponse> responses(String asked, String text) {
        HttpReader<HttpResponse> reader = HttpReader.responses(HttpLimits.USUAL);
        reader.asked(asked);
        reader.add(Bytes.of(text));
        return reader;
    }

    @Test
    void a_request_has_its_parts() {
        HttpRequest request = requests(GET).get(0);
        assertEquals("/a", request.path());
        assertEquals("b=c", request.query());
        assertEquals("testhost.com", request.host());
        assertEquals(Optional.of("*/*"), request.headers().first("ACCEPT"));
        assertEquals(GET, request.wire().text());
        assertEquals(
                "/p",
                requests("GET http://Foo.com/p?q HTTP/1.1\r\nHost: x\r\n\r\n")
                        .get(0)
                        .path());
        assertEquals(
                "foo.com",
                requests("GET http://Foo.com/p HTTP/1.1\r\nHost: x\r\n\r\n")
                        .get(0)
                        .host());
    }

    @Test
    void several_requests_come_on_one_connection_however_it_is_cut() {
        String all = GET + "\r\n" + POST + CHUNKED;
        List<HttpRequest> whole = requests(all);
        assertEquals(List.of("", "hello", "hello, wide world"), bodies(whole));
        for (int size = 1; size < 40; size++) {
            HttpReader<HttpRequest> reader = HttpReader.requests(HttpLimits.USUAL);
            List<HttpRequest> pieces = new ArrayList<>();
            Bytes bytes = Bytes.of(all);
            for (int from = 0; from < bytes.length(); from += size) {
                reader.add(bytes.slice(from, Math.min(bytes.length(), from + size)));
                pieces.addAll(requests(reader));
            }
            assertEquals(whole, pieces);
            assertFalse(reader.midway());
        }
    }

    private static List<String> bodies(List<HttpRequest> requests) {
        return requests.stream().map(request -> request.body().text()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "400, hello\\r\\n\\r\\n",
        "400, GET /\\r\\n\\r\\n",
        "400, GET  / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
        "400, GET a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
        "400, G@T / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
        "400, GET / HTTQ/1.1\\r\\nHost: x\\r\\n\\r\\n",
        "505, GET / HTTP/3.0\\r\\nHost: x\\r\\n\\r\\n",
        "400, GET / HTTP/1.1\\r\\n\\r\\n",
        "400, GET / HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n",
        "400, GET / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n",
        "400, GET / HTTP/1.1\\r\\nHost : x\\r\\n\\r\\n",
        "400, GET / HTTP/1.1\\r\\nHost: x\\r\\n folded\\r\\n\\r\\n",
        "400, GET / HTTP/1.1\\r\\nHost: x\\r\\nno colon\\r\\n\\r\\n",
        "400, GET / HTTP/1.1\\r\\nHost: x\\r\\nA: \\0\\r\\n\\r\\n",
        "400, GET / HTTP/1.1\\r\\nHost: x\\r\\nA: b\\rc\\r\\n\\r\\n",
        "400, POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n",
        "400, POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length:\\r\\n\\r\\n",
        "400, 'POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1, 2\\r\\n\\r\\n'",
        "413, POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 99999999999\\r\\n\\r\\n",
        "501, POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n",
        "400, POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 3\\r\\n\\r\\n",
        "400, POST / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
        "400, POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n",
        "400, POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nabc\\r\\n",
        "413, POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nffffffff\\r\\n",
    })
    void what_is_no_request_is_refused(int status, String text) {
        HttpFault fault = assertThrows(HttpFault.class, () -> requests(wire(text)));
        assertEquals(status, fault.status(), fault::getMessage);
    }

    @Test
    void what_is_too_large_is_refused_before_its_end() {
        assertEquals(
                414,
                assertThrows(HttpFault.class, () -> requests("GET /" + "a".repeat(9000)))
                        .status());
        String head = "GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(8000);
        assertEquals(431, assertThrows(HttpFault.class, () -> requests(head)).status());
    }

    @Test
    void the_same_length_twice_is_one_length_and_lines_may_end_in_a_line_feed_alone() {
        assertEquals(
                List.of("abc"),
                bodies(requests("POST / HTTP/1.1\nHost: x\nContent-Length: 3\nContent-Length: 3\n\nabc")));
    }

    @Test
    void a_response_ends_by_its_length_its_chunks_or_the_connection() {
        assertEquals(
                "ab",
                responses("GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
                        .next()
                        .orElseThrow()
                        .body()
                        .text());
        HttpReader<HttpResponse> open = responses("GET", "HTTP/1.0 200 OK\r\n\r\nabc");
        assertTrue(open.next().isEmpty());
        assertEquals("abc", open.end().orElseThrow().body().text());
        HttpReader<HttpResponse> broken = responses("GET", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        assertTrue(broken.next().isEmpty());
        assertThrows(HttpFault.class, broken::end);
    }

    @Test
    void responses_without_a_body_end_with_their_headers() {
        String announced = "\r\nContent-Length: 9\r\n\r\n";
        assertTrue(responses("HEAD", "HTTP/1.1 200 OK" + announced).next().isPresent());
        assertTrue(
                responses("GET", "HTTP/1.1 304 Not Modified" + announced).next().isPresent());
        assertTrue(responses("GET", "HTTP/1.1 204\r\n\r\n").next().isPresent());
        HttpReader<HttpResponse> interim =
                responses("POST", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertEquals(200, interim.next().orElseThrow().status());
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, close, false",
        "HTTP/1.1, '', true",
        "HTTP/1.1, 'upgrade, Close', false",
        "HTTP/1.0, '', false",
        "HTTP/1.0, Keep-Alive, true",
    })
    void who_keeps_a_connection(String version, String connection, boolean keeps) {
        String header = connection.isEmpty() ? "" : "Connection: " + connection + "\r\n";
        assertEquals(
                keeps,
                requests("GET / " + version + "\r\nHost: x\r\n" + header + "\r\n")
                        .get(0)
                        .keepsAlive());
    }

    @Test
    void headers_keep_their_order_and_their_case() {
        HttpHeaders headers =
                HttpHeaders.of("Host", "a", "X-Forwarded-For", "1", "x-forwarded-for", "2", "Accept", "b");
        assertEquals(List.of("1", "2"), headers.all("X-FORWARDED-FOR"));
        assertEquals(
                "Host: a\nX-Forwarded-For: 3\nAccept: b\n",
                headers.with("X-Forwarded-For", "3").toString());
        HttpHeaders hop = HttpHeaders.of("Connection", "X-Mine, close", "X-Mine", "1", "TE", "x", "Via", "y");
        assertEquals("Via: y\n", hop.endToEnd().toString());
        assertThrows(HttpFault.class, () -> headers.plus("A", "b\r\nC: d"));
    }

    @Test
    void whatever_comes_is_a_message_or_refused() {
        String all = GET + POST + CHUNKED;
        for (int seed = 0; seed < 20_000; seed++) {
            Random chance = new Random(seed);
            StringBuilder text = new StringBuilder(all);
            for (int i = chance.nextInt(4); i >= 0; i--) {
                int at = chance.nextInt(text.length());
                switch (chance.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) chance.nextInt(300));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, all, 0, chance.nextInt(40));
                }
            }
            try {
                requests(text.toString());
            } catch (HttpFault refused) {
                assertTrue(refused.status() >= 400 && refused.status() < 600, "seed " + seed);
            }
        }
    }
}
