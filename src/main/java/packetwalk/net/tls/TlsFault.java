package packetwalk.net.tls;

/** What came is not what TLS allows. */
public final class TlsFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final TlsAlert alert;
    private final TlsReason reason;

    /**
     * A fault.
     *
     * @param alert what the other side is to be told
     */
    public TlsFault(TlsAlert alert, TlsReason reason) {
        super(reason.text());
        this.alert = alert;
        this.reason = reason;
    }

    public TlsAlert alert() {
        return alert;
    }

    public TlsReason reason() {
        return reason;
    }
}
