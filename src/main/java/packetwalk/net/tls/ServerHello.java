package packetwalk.net.tls;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.Bytes;

/**
 * What the server chose: RFC 5246 7.4.1.3.
 *
 * @param random 32 bytes
 * @param protocol what will be spoken above; empty if nobody asked
 * @param nameKnown whether the name that the client asked for decided something
 */
public record ServerHello(
        int version,
        Bytes random,
        CipherSuite suite,
        Optional<String> protocol,
        boolean nameKnown,
        boolean extendedMasterSecret)
        implements Handshake {

    public ServerHello {
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(suite, "suite");
        Objects.requireNonNull(protocol, "protocol");
    }

    static ServerHello read(Bytes body) {
        WireReader reader = new WireReader(body);
        int version = reader.uint16();
        if (version != TlsRecord.VERSION_1_2) {
            throw new TlsFault(TlsAlert.PROTOCOL_VERSION, TlsReason.UNSUPPORTED_PROTOCOL);
        }
        Bytes random = reader.take(32);
        reader.vector8();
        CipherSuite suite = CipherSuite.of(reader.uint16())
                .orElseThrow(() -> new TlsFault(TlsAlert.ILLEGAL_PARAMETER, TlsReason.WRONG_CIPHER_RETURNED));
        reader.uint8();
        Extensions extensions = Extensions.read(reader);
        return new ServerHello(
                version,
                random,
                suite,
                extensions.protocols().stream().findFirst(),
                extensions.has(Extensions.SERVER_NAME),
                extensions.has(Extensions.EXTENDED_MASTER_SECRET));
    }

    @Override
    public int type() {
        return SERVER_HELLO;
    }

    @Override
    public Bytes body() {
        Extensions extensions = new Extensions().put(Extensions.RENEGOTIATION_INFO, Bytes.of(new byte[] {0}));
        if (nameKnown) {
            extensions.put(Extensions.SERVER_NAME, Bytes.EMPTY);
        }
        extensions.put(Extensions.EC_POINT_FORMATS, Bytes.of(new byte[] {1, 0}));
        protocol.ifPresent(each -> extensions.putProtocols(List.of(each)));
        if (extendedMasterSecret) {
            extensions.put(Extensions.EXTENDED_MASTER_SECRET, Bytes.EMPTY);
        }
        return new WireWriter()
                .uint16(version)
                .raw(random)
                .vector8(Bytes.EMPTY)
                .uint16(suite.code())
                .uint8(0)
                .raw(extensions.wire())
                .bytes();
    }
}
