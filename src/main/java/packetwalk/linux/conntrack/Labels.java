package packetwalk.linux.conntrack;

/**
 * 128 bits that rules may set on a connection: {@code struct nf_conn_labels}.
 *
 * @param high bits 127 to 64
 * @param low bits 63 to 0
 */
public record Labels(long high, long low) {

    /** No bit is set. */
    public static final Labels NONE = new Labels(0, 0);

    /** Bits are numbered below this. */
    public static final int COUNT = 128;

    /** Whether bit {@code number} is set. */
    public boolean has(int number) {
        return (((number < 64 ? low : high) >>> number) & 1) != 0;
    }

    /** With bit {@code number} set. */
    public Labels with(int number) {
        return number < 64 ? new Labels(high, low | (1L << number)) : new Labels(high | (1L << number), low);
    }
}
