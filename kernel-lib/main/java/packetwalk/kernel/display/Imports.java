package packetwalk.kernel.display;

import java.util.List;

/**
 * What a session has imported before its first cell.
 *
 * <p>Wildcards only: with a single-type import, a learner's class of that name makes every later cell fail.
 */
public final class Imports {
    /** The JDK packages of a JShell session. */
    public static final List<String> JDK = List.of(
            "java.io.*",
            "java.math.*",
            "java.nio.file.*",
            "java.time.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.regex.*",
            "java.util.stream.*");

    /** The library's packages and entry points. */
    public static final List<String> LIBRARY = List.of(
            "packetwalk.*",
            "static packetwalk.Packetwalk.*",
            "packetwalk.net.*",
            "packetwalk.trace.*",
            "packetwalk.linux.*",
            "packetwalk.agent.*",
            "packetwalk.cni.*",
            "packetwalk.kernel.view.*",
            "static packetwalk.kernel.view.Views.*");

    private Imports() {}
}
