package packetwalk.cni;

/** A plugin could not connect a container; its message is the plugin's. Nothing has changed then. */
public final class CniFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String words;

    CniFault(String words) {
        super(words);
        this.words = words;
    }

    /** What the plugin prints. */
    public String words() {
        return words;
    }
}
