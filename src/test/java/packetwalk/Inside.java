package packetwalk;

import packetwalk.linux.NetworkNamespace;

/** Lets tests of other packages hold the namespace behind a handle. */
public final class Inside {

    private Inside() {}

    public static NetworkNamespace namespace(Netns handle) {
        return handle.namespace();
    }
}
