package packetwalk.program.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import packetwalk.program.stream.ClientLayer;
import packetwalk.program.stream.StreamEvents;
import packetwalk.time.Simulation;

/**
 * The side that connects: asks for a name, and checks who answers. One of these is a process: its connections share a key,
 * and what they have found out about a certificate.
 */
public final class TlsClient implements ClientLayer {

    private final Simulation simulation;
    private final String host;
    private final List<String> protocols;
    private final Verifier verifier;
    private final EphemeralKey key;

    private TlsClient(Simulation simulation, String host, Verifier verifier) {
        this.simulation = Objects.requireNonNull(simulation, "simulation");
        this.host = Objects.requireNonNull(host, "host");
        this.protocols = List.of("http/1.1");
        this.verifier = verifier;
        this.key = new EphemeralKey(simulation.random());
    }

    /**
     * One that checks that {@code host} answers: that somebody who is trusted says so, and that it is not out of date.
     *
     * @param host a name, which is asked for as well (SNI), or an address
     * @param trusted roots
     */
    public static TlsClient verifying(Simulation simulation, String host, List<X509Certificate> trusted) {
        return new TlsClient(simulation, host, Verifier.of(simulation, host, trusted));
    }

    /** One that takes whoever answers: {@code curl -k}. */
    public static TlsClient trustingAnybody(Simulation simulation, String host) {
        return new TlsClient(simulation, host, Verifier.NONE);
    }

    @Override
    public StreamEvents under(StreamEvents above) {
        return new ClientEnd(this, above);
    }

    Simulation simulation() {
        return simulation;
    }

    String host() {
        return host;
    }

    List<String> protocols() {
        return protocols;
    }

    Verifier verifier() {
        return verifier;
    }

    EphemeralKey key() {
        return key;
    }
}
