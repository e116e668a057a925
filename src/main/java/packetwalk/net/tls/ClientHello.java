package packetwalk.net.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import packetwalk.net.Bytes;

/**
 * How a client begins: RFC 5246 7.4.1.2.
 *
 * @param version the highest that it speaks: 0x0303
 * @param random 32 bytes
 * @param suites by number, those that it likes best first
 * @param serverName for whom it asks: SNI; empty if it does not say, as with an address
 * @param protocols what it speaks above: ALPN
 * @param groups curves by number
 * @param extendedMasterSecret RFC 7627
 */
public record ClientHello(
        int version,
        Bytes random,
        List<Integer> suites,
        Optional<String> serverName,
        List<String> protocols,
        List<Integer> groups,
        boolean extendedMasterSecret)
        implements Handshake {

    public ClientHello {
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(serverName, "serverName");
        suites = List.copyOf(suites);
        protocols = List.copyOf(protocols);
        groups = List.copyOf(groups);
    }

    static ClientHello read(Bytes body) {
        WireReader reader = new WireReader(body);
        int version = reader.uint16();
        Bytes random = reader.take(32);
        reader.vector8(); // a session that it would go on with: nobody here does
        WireReader numbers = new WireReader(reader.vector16());
        List<Integer> suites = new ArrayList<>();
        while (numbers.more()) {
            suites.add(numbers.uint16());
        }
        reader.vector8(); // compression: none is all that there is
        Extensions extensions = Extensions.read(reader);
        return new ClientHello(
                version,
                random,
                suites,
                extensions.serverName(),
                extensions.protocols(),
                extensions.numbers(Extensions.SUPPORTED_GROUPS),
                extensions.has(Extensions.EXTENDED_MASTER_SECRET));
    }

    @Override
    public int type() {
        return CLIENT_HELLO;
    }

    @Override
    public Bytes body() {
        WireWriter numbers = new WireWriter();
        suites.forEach(numbers::uint16);
        Extensions extensions = new Extensions();
        serverName.ifPresent(extensions::putServerName);
        extensions
                .put(Extensions.EC_POINT_FORMATS, Bytes.of(new byte[] {1, 0}))
                .putNumbers(Extensions.SUPPORTED_GROUPS, groups);
        if (!protocols.isEmpty()) {
            extensions.putProtocols(protocols);
        }
        if (extendedMasterSecret) {
            extensions.put(Extensions.EXTENDED_MASTER_SECRET, Bytes.EMPTY);
        }
        extensions
                .putNumbers(
                        Extensions.SIGNATURE_ALGORITHMS,
                        List.of(SignatureScheme.ECDSA_SECP256R1_SHA256, SignatureScheme.RSA_PKCS1_SHA256))
                .put(Extensions.RENEGOTIATION_INFO, Bytes.of(new byte[] {0}));
        return new WireWriter()
                .uint16(version)
                .raw(random)
                .vector8(Bytes.EMPTY)
                .vector16(numbers.bytes())
                .vector8(Bytes.of(new byte[] {0}))
                .raw(extensions.wire())
                .bytes();
    }
}
