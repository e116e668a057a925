package packetwalk.program.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import packetwalk.net.Bytes;
import packetwalk.net.x509.KeyedCertificate;
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;

/** The JDK's own TLS, on a simulated connection: the judge of ours. It says {@code hello}, or echoes, and keeps what it hears. */
final class JdkEngine implements StreamEvents {

    private final SSLEngine engine;
    private final String says;
    private final ByteBuffer net = ByteBuffer.allocate(1 << 16);
    private final StringBuilder heard = new StringBuilder();
    private String failure = "";
    private boolean said;

    private JdkEngine(SSLEngine engine, String says) {
        this.engine = engine;
        this.says = says;
    }

    static JdkEngine client(String host, String says) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            SSLEngine engine = context.createSSLEngine(host, 443);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            engine.setSSLParameters(parameters);
            engine.setUseClientMode(true);
            return new JdkEngine(engine, says);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static JdkEngine server(KeyedCertificate certificate, String says) {
        try {
            String body = certificate.keyPem().replaceAll("-----[A-Z ]+-----|\\s", "");
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server",
                    KeyFactory.getInstance("EC").generatePrivate(spec),
                    new char[0],
                    certificate.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            context.init(keys.getKeyManagers(), null, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            return new JdkEngine(engine, says);
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    String heard() {
        return heard.toString();
    }

    String failure() {
        return failure;
    }

    SSLEngine engine() {
        return engine;
    }

    @Override
    public void opened(Stream stream) {
        try {
            engine.beginHandshake();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
        turn(stream);
    }

    @Override
    public void received(Stream stream, Bytes data) {
        net.put(data.toArray());
        turn(stream);
    }

    @Override
    public void peerClosed(Stream stream) {
        stream.close();
    }

    private void turn(Stream stream) {
        try {
            boolean moved = true;
            while (moved) {
                moved = step(stream);
            }
        } catch (SSLException e) {
            failure = String.valueOf(e.getMessage());
        }
    }

    private boolean step(Stream stream) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
            return true;
        }
        if (status == HandshakeStatus.NEED_WRAP) {
            return wrap(stream, "");
        }
        if (status == HandshakeStatus.NOT_HANDSHAKING && !said) {
            said = true;
            wrap(stream, says);
            return true;
        }
        return unwrap();
    }

    private boolean wrap(Stream stream, String text) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        SSLEngineResult result = engine.wrap(ByteBuffer.wrap(Bytes.of(text).toArray()), out);
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        if (bytes.length > 0) {
            stream.send(Bytes.of(bytes));
        }
        return result.bytesProduced() > 0;
    }

    private boolean unwrap() throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(1 << 16);
        net.flip();
        SSLEngineResult result = engine.unwrap(net, plain);
        net.compact();
        byte[] bytes = new byte[plain.flip().remaining()];
        plain.get(bytes);
        heard.append(Bytes.of(bytes).text());
        return result.bytesConsumed() > 0;
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
