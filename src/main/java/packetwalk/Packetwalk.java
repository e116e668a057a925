package packetwalk;

import java.nio.file.Path;
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

    /**
     * Rebuilds a real node from what its commands printed, a file for each in one directory: {@code ip-addr.txt},
     * {@code ip-route.txt}, {@code ip-rule.txt}, {@code sysctl.txt}, {@code ipset-save.txt}, {@code iptables-save.txt}.
     * Each may be missing.
     *
     * @throws IllegalArgumentException if there is none of them, or with the line that cannot be taken
     */
    public static RebuiltNode rebuild(Path directory) {
        return RebuiltNode.of(directory);
    }
}
