package packetwalk.program.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Bytes;
import packetwalk.net.tls.CipherSuite;
import packetwalk.net.tls.ClientHello;
import packetwalk.net.tls.Handshake;
import packetwalk.net.tls.NamedGroup;
import packetwalk.net.tls.ServerHello;
import packetwalk.net.tls.SignatureScheme;
import packetwalk.net.tls.TlsAlert;
import packetwalk.net.tls.TlsFault;
import packetwalk.net.tls.TlsReason;
import packetwalk.net.tls.TlsRecord;
import packetwalk.net.x509.Certificates;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;
import packetwalk.program.stream.StreamFault;
import packetwalk.program.stream.TlsSession;

/** One connection's server: ClientHello, its own flight, the client's half of the key, Finished both ways. */
final class ServerEnd extends TlsEnd {

    private final TlsServer server;
    private final Function<Stream, StreamEvents> program;
    private @Nullable ClientHello asked;
    private @Nullable ServerHello answered;
    private @Nullable KeyedCertificate certificate;
    private @Nullable KeySchedule keys;
    private boolean begun;

    ServerEnd(TlsServer server, Stream below, Function<Stream, StreamEvents> program) {
        this.server = server;
        this.program = program;
        below(below);
    }

    @Override
    public void received(Stream own, Bytes data) {
        if (!begun) {
            begun = true;
            if (data.uint8(0) != TlsRecord.Type.HANDSHAKE.code()) {
                plain(own);
                return;
            }
        }
        super.received(own, data);
    }

    private void plain(Stream own) {
        own.handled("refused", TlsReason.HTTP_REQUEST, "this port speaks TLS, and what came is none");
        server.answerToPlain().ifPresent(own::send);
        own.close();
        end(new StreamFault.Tls(StreamFault.Tls.Kind.PROTOCOL, TlsReason.HTTP_REQUEST.text()));
    }

    @Override
    void heard(Handshake message) {
        if (message instanceof ClientHello hello && asked == null) {
            hello(hello);
        } else if (message instanceof Handshake.ClientKeyExchange exchange && answered != null && keys == null) {
            agree(exchange);
        } else if (message instanceof Handshake.Finished finished && keys != null) {
            if (!finished.verifyData().equals(keys.verifyData("client", transcript()))) {
                throw new TlsFault(TlsAlert.DECRYPT_ERROR, TlsReason.DIGEST_CHECK_FAILED);
            }
        } else {
            throw new TlsFault(TlsAlert.UNEXPECTED_MESSAGE, TlsReason.UNEXPECTED_MESSAGE);
        }
    }

    private void hello(ClientHello hello) {
        asked = hello;
        if (hello.version() < TlsRecord.VERSION_1_2) {
            throw new TlsFault(TlsAlert.PROTOCOL_VERSION, TlsReason.UNSUPPORTED_PROTOCOL);
        }
        String name = hello.serverName().map(each -> "server name " + each).orElse("no server name");
        Optional<ServerCertificates.Choice> choice = server.certificates().choose(hello.serverName());
        if (choice.isEmpty()) {
            handled("refused", "alert " + TlsAlert.UNRECOGNIZED_NAME.words(), name + ": no certificate for it");
            refuse(
                    TlsAlert.UNRECOGNIZED_NAME,
                    new StreamFault.Tls(StreamFault.Tls.Kind.PROTOCOL, TlsReason.NO_SHARED_CIPHER.text()));
            return;
        }
        KeyedCertificate shown = choice.get().certificate();
        handled(
                "certificate",
                "CN=" + Certificates.commonName(shown.certificate().getSubjectX500Principal()),
                name + ": " + choice.get().why());
        certificate = shown;
        answer(hello, shown);
    }

    private void answer(ClientHello hello, KeyedCertificate shown) {
        CipherSuite suite = shown.key().isElliptic() ? CipherSuite.ECDHE_ECDSA : CipherSuite.ECDHE_RSA;
        if (!hello.suites().contains(suite.code()) || !hello.groups().contains(NamedGroup.X25519)) {
            throw new TlsFault(TlsAlert.HANDSHAKE_FAILURE, TlsReason.NO_SHARED_CIPHER);
        }
        byte[] random = new byte[32];
        server.simulation().random().nextBytes(random);
        ServerHello reply = new ServerHello(
                TlsRecord.VERSION_1_2,
                Bytes.of(random),
                suite,
                protocol(hello),
                hello.serverName().isPresent(),
                hello.extendedMasterSecret());
        answered = reply;
        List<Bytes> chain = new ArrayList<>();
        shown.chain().forEach(each -> chain.add(Verifier.encoded(each)));
        Bytes parameters = Handshake.ServerKeyExchange.parameters(
                NamedGroup.X25519, server.key().publicHalf());
        Bytes signature = shown.key().sign(hello.random().plus(reply.random()).plus(parameters));
        int scheme =
                shown.key().isElliptic() ? SignatureScheme.ECDSA_SECP256R1_SHA256 : SignatureScheme.RSA_PKCS1_SHA256;
        say(List.of(
                reply,
                new Handshake.Certificate(chain),
                new Handshake.ServerKeyExchange(NamedGroup.X25519, server.key().publicHalf(), scheme, signature),
                new Handshake.ServerHelloDone()));
        flush();
    }

    private Optional<String> protocol(ClientHello hello) {
        if (hello.protocols().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(server.protocols().stream()
                .filter(hello.protocols()::contains)
                .findFirst()
                .orElseThrow(() -> new TlsFault(TlsAlert.NO_APPLICATION_PROTOCOL, TlsReason.NO_APPLICATION_PROTOCOL)));
    }

    private void agree(Handshake.ClientKeyExchange exchange) {
        if (asked == null || answered == null) {
            throw new AssertionError("a key without a hello");
        }
        Bytes agreed = server.key().agree(exchange.publicKey());
        KeySchedule schedule = answered.extendedMasterSecret()
                ? KeySchedule.extended(agreed, transcript(), asked.random(), answered.random())
                : KeySchedule.of(agreed, asked.random(), answered.random());
        keys = schedule;
        expect(schedule.clientWrites());
    }

    @Override
    void finished() {
        if (asked == null || answered == null || keys == null || certificate == null) {
            throw new AssertionError("finished without a beginning");
        }
        finish(keys.serverWrites(), new Handshake.Finished(keys.verifyData("server", transcript())));
        above(program.apply(this));
        ready(new TlsSession(
                "TLSv1.2", answered.suite().toString(), asked.serverName(), answered.protocol(), certificate.chain()));
    }
}
