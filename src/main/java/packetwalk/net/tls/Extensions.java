package packetwalk.net.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.net.Bytes;

/** The extensions of a hello, by number, in order: RFC 5246 7.4.1.4. */
final class Extensions {

    static final int SERVER_NAME = 0;
    static final int SUPPORTED_GROUPS = 10;
    static final int EC_POINT_FORMATS = 11;
    static final int SIGNATURE_ALGORITHMS = 13;
    static final int ALPN = 16;
    static final int EXTENDED_MASTER_SECRET = 23;
    static final int RENEGOTIATION_INFO = 0xff01;

    private static final int HOST_NAME = 0;

    private final Map<Integer, Bytes> byNumber = new LinkedHashMap<>();

    /** What follows the rest of a hello; nothing may. */
    static Extensions read(WireReader reader) {
        Extensions read = new Extensions();
        if (reader.more()) {
            WireReader all = new WireReader(reader.vector16());
            while (all.more()) {
                read.byNumber.put(all.uint16(), all.vector16());
            }
        }
        return read;
    }

    Bytes wire() {
        WireWriter all = new WireWriter();
        byNumber.forEach((number, content) -> all.uint16(number).vector16(content));
        return new WireWriter().vector16(all.bytes()).bytes();
    }

    boolean has(int number) {
        return byNumber.containsKey(number);
    }

    Extensions put(int number, Bytes content) {
        byNumber.put(number, content);
        return this;
    }

    Extensions putServerName(String name) {
        Bytes entry = new WireWriter().uint8(HOST_NAME).vector16(Bytes.of(name)).bytes();
        return put(SERVER_NAME, new WireWriter().vector16(entry).bytes());
    }

    Optional<String> serverName() {
        Bytes content = byNumber.getOrDefault(SERVER_NAME, Bytes.EMPTY);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        WireReader entries = new WireReader(new WireReader(content).vector16());
        while (entries.more()) {
            boolean host = entries.uint8() == HOST_NAME;
            Bytes name = entries.vector16();
            if (host) {
                return Optional.of(new String(name.toArray(), StandardCharsets.US_ASCII));
            }
        }
        return Optional.empty();
    }

    Extensions putNumbers(int number, List<Integer> values) {
        WireWriter list = new WireWriter();
        values.forEach(list::uint16);
        return put(number, new WireWriter().vector16(list.bytes()).bytes());
    }

    List<Integer> numbers(int number) {
        List<Integer> values = new ArrayList<>();
        if (has(number)) {
            WireReader list = new WireReader(new WireReader(byNumber.getOrDefault(number, Bytes.EMPTY)).vector16());
            while (list.more()) {
                values.add(list.uint16());
            }
        }
        return values;
    }

    Extensions putProtocols(List<String> protocols) {
        WireWriter list = new WireWriter();
        protocols.forEach(each -> list.vector8(Bytes.of(each)));
        return put(ALPN, new WireWriter().vector16(list.bytes()).bytes());
    }

    List<String> protocols() {
        List<String> protocols = new ArrayList<>();
        if (has(ALPN)) {
            WireReader list = new WireReader(new WireReader(byNumber.getOrDefault(ALPN, Bytes.EMPTY)).vector16());
            while (list.more()) {
                protocols.add(list.vector8().text());
            }
        }
        return protocols;
    }
}
