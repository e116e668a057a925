package packetwalk.program.tls;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import packetwalk.net.Bytes;
import packetwalk.program.stream.ServerLayer;
import packetwalk.program.stream.Stream;
import packetwalk.program.stream.StreamEvents;
import packetwalk.time.Simulation;

/** The side that accepts: shows a certificate, and lets the program above begin when the handshake is done. */
public final class TlsServer implements ServerLayer {

    private final Simulation simulation;
    private final ServerCertificates certificates;
    private final List<String> protocols;
    private final Optional<Bytes> answerToPlain;
    private final EphemeralKey key;

    /**
     * One that speaks {@code http/1.1} above, and says nothing to who does not speak TLS.
     *
     * @param simulation whose chance makes its secrets
     */
    public TlsServer(Simulation simulation, ServerCertificates certificates) {
        this(simulation, certificates, List.of("http/1.1"), Optional.empty());
    }

    private TlsServer(
            Simulation simulation,
            ServerCertificates certificates,
            List<String> protocols,
            Optional<Bytes> answerToPlain) {
        this.simulation = Objects.requireNonNull(simulation, "simulation");
        this.certificates = Objects.requireNonNull(certificates, "certificates");
        this.protocols = protocols;
        this.answerToPlain = answerToPlain;
        this.key = new EphemeralKey(simulation.random());
    }

    /** What who speaks plain HTTP is told before the connection is closed, such as nginx's error 400. */
    public TlsServer answerToPlain(Bytes answer) {
        return new TlsServer(simulation, certificates, protocols, Optional.of(answer));
    }

    @Override
    public Function<Stream, StreamEvents> under(Function<Stream, StreamEvents> above) {
        return below -> new ServerEnd(this, below, above);
    }

    Simulation simulation() {
        return simulation;
    }

    ServerCertificates certificates() {
        return certificates;
    }

    List<String> protocols() {
        return protocols;
    }

    Optional<Bytes> answerToPlain() {
        return answerToPlain;
    }

    EphemeralKey key() {
        return key;
    }
}
