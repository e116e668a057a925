package packetwalk.trace;

/** Who captures: a packet socket for {@code ETH_P_ALL} at every device, beside which programs log the keys of their sessions. */
public interface Tap {

    /** A frame came in by a device, or left by it. */
    void saw(Captured captured);

    /** The two ends of a TLS session agreed on its keys; {@code line} is what {@code SSLKEYLOGFILE} would get. */
    void logged(String line);
}
