package packetwalk.net.tls;

/** Numbers of curves: RFC 8422 5.1.1. */
public final class NamedGroup {

    public static final int SECP256R1 = 0x0017;
    public static final int X25519 = 0x001d;

    private NamedGroup() {}
}
