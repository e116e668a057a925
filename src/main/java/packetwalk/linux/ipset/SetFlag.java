package packetwalk.linux.ipset;

/** Which end of a packet gives one part of an element: {@code --match-set NAME src,dst} has one for each part. */
public enum SetFlag {
    SRC,
    DST;

    /** {@code src} or {@code dst}. */
    @Override
    public String toString() {
        return this == SRC ? "src" : "dst";
    }
}
