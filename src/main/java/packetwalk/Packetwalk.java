package packetwalk;

import java.util.ServiceLoader;

/** Where everything begins: {@code import static packetwalk.Packetwalk.*;}, then {@code cluster()}. */
public final class Packetwalk {

    static {
        ServiceLoader.load(Extension.class, Packetwalk.class.getClassLoader()).forEach(Extension::loaded);
    }

    private Packetwalk() {}

    /**
     * Begins to describe a network: a router, and whatever is put behind it.
     *
     * <p>Defaults are the articles': nodes on 10.100.0.0/24 behind router 10.100.0.1, pods in 10.0.0.0/14, services in
     * 10.3.240.0/20. Nothing is built before {@link ClusterScope#up}.
     */
    public static ClusterScope cluster() {
        return new ClusterScope(new Blueprint());
    }
}
