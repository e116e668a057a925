package packetwalk.cni;

/** A plugin could not connect a container; its message is the plugin's. Nothing has changed then. */
public final class CniFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    CniFault(String message) {
        super(message);
    }
}
