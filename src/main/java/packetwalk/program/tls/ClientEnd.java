package packetwalk.program.tls;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import packetwalk.net.Bytes;
import packetwalk.net.IpAddress;
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
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;
import packetwalk.program.stream.StreamFault;
import packetwalk.program.stream.TlsSession;

/** One connection's client: hello, checks who answers, its half of the key, Finished both ways. */
final class ClientEnd extends TlsEnd {

    private final TlsClient client;
    private final List<X509Certificate> chain = new ArrayList<>();
    private @Nullable ClientHello hello;
    private @Nullable ServerHello answer;
    private Handshake.@Nullable ServerKeyExchange exchange;
    private @Nullable KeySchedule keys;

    ClientEnd(TlsClient client, StreamEvents above) {
        this.client = client;
        above(above);
    }

    @Override
    public void opened(Stream own) {
        below(own);
        byte[] random = new byte[32];
        client.simulation().random().nextBytes(random);
        Optional<String> name = IpAddress.isAddress(client.host()) ? Optional.empty() : Optional.of(client.host());
        ClientHello first = new ClientHello(
                TlsRecord.VERSION_1_2,
                Bytes.of(random),
                List.of(CipherSuite.ECDHE_ECDSA.code(), CipherSuite.ECDHE_RSA.code()),
                name,
                client.protocols(),
                List.of(NamedGroup.X25519, NamedGroup.SECP256R1), // the second is for certificates: RFC 8422 5.1.1
                true);
        hello = first;
        say(List.of(first));
        flush();
    }

    @Override
    public void failed(Stream own, StreamFault fault) {
        below(own);
        super.failed(own, fault);
    }

    @Override
    void heard(Handshake message) {
        if (message instanceof ServerHello said && answer == null) {
            answer = said;
        } else if (message instanceof Handshake.Certificate certificate && answer != null && chain.isEmpty()) {
            check(certificate);
        } else if (message instanceof Handshake.ServerKeyExchange said && !chain.isEmpty() && exchange == null) {
            exchange = said;
            checkSignature(said);
        } else if (message instanceof Handshake.ServerHelloDone && exchange != null && keys == null) {
            agree(exchange);
        } else if (message instanceof Handshake.Finished finished && keys != null) {
            if (!finished.verifyData().equals(keys.verifyData("server", transcript()))) {
                throw new TlsFault(TlsAlert.DECRYPT_ERROR, TlsReason.DIGEST_CHECK_FAILED);
            }
        } else {
            throw new TlsFault(TlsAlert.UNEXPECTED_MESSAGE, TlsReason.UNEXPECTED_MESSAGE);
        }
    }

    private void check(Handshake.Certificate certificate) {
        try {
            certificate.chain().forEach(der -> chain.add(Certificates.read(der.toArray())));
        } catch (IllegalArgumentException noCertificate) {
            throw new TlsFault(TlsAlert.BAD_CERTIFICATE, TlsReason.LENGTH_TOO_SHORT);
        }
        if (chain.isEmpty()) {
            throw new TlsFault(TlsAlert.DECODE_ERROR, TlsReason.LENGTH_TOO_SHORT);
        }
        Optional<Verifier.Refusal> refusal = client.verifier().check(chain);
        refusal.ifPresent(no -> {
            handled("rejected", subject(), no.words());
            refuse(no.alert(), new StreamFault.Tls(StreamFault.Tls.Kind.CERTIFICATE, no.words()));
        });
    }

    private String subject() {
        return "certificate of CN=" + Certificates.commonName(chain.get(0).getSubjectX500Principal());
    }

    private void checkSignature(Handshake.ServerKeyExchange said) {
        if (hello == null || answer == null) {
            throw new AssertionError("a key without a hello");
        }
        if (said.group() != NamedGroup.X25519) {
            throw new TlsFault(TlsAlert.ILLEGAL_PARAMETER, TlsReason.WRONG_CURVE);
        }
        Bytes signed = hello.random()
                .plus(answer.random())
                .plus(Handshake.ServerKeyExchange.parameters(said.group(), said.publicKey()));
        String algorithm = said.algorithm() == SignatureScheme.RSA_PKCS1_SHA256 ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update(signed.toArray());
            if (signature.verify(said.signature().toArray())) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new TlsFault(TlsAlert.ILLEGAL_PARAMETER, TlsReason.BAD_SIGNATURE);
        }
        throw new TlsFault(TlsAlert.DECRYPT_ERROR, TlsReason.BAD_SIGNATURE);
    }

    private void agree(Handshake.ServerKeyExchange said) {
        if (hello == null || answer == null) {
            throw new AssertionError("a key without a hello");
        }
        Bytes agreed = client.key().agree(said.publicKey());
        say(List.of(new Handshake.ClientKeyExchange(client.key().publicHalf())));
        KeySchedule schedule = answer.extendedMasterSecret()
                ? KeySchedule.extended(agreed, transcript(), hello.random(), answer.random())
                : KeySchedule.of(agreed, hello.random(), answer.random());
        keys = schedule;
        keys = schedule;
        keyed(schedule::keyLog);
        expect(schedule.serverWrites());
        finish(schedule.clientWrites(), new Handshake.Finished(schedule.verifyData("client", transcript())));
    }

    @Override
    void finished() {
        if (hello == null || answer == null) {
            throw new AssertionError("finished without a beginning");
        }
        if (!client.verifier().isFor(chain.get(0))) {
            String words = "no alternative certificate subject name matches target host name '" + client.host() + "'";
            handled("rejected", subject(), words);
            refuse(TlsAlert.CLOSE_NOTIFY, new StreamFault.Tls(StreamFault.Tls.Kind.NAME, words));
            return;
        }
        handled(
                "verified",
                subject(),
                client.verifier() == Verifier.NONE
                        ? "nobody checks it"
                        : "it is for " + client.host() + ", in date, and somebody trusted has signed it");
        ready(new TlsSession("TLSv1.2", answer.suite().toString(), hello.serverName(), answer.protocol(), chain));
    }
}
