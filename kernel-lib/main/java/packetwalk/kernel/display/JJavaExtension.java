package packetwalk.kernel.display;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * What JJava, and our kernel, find and install at start-up: the display, and in JJava the imports.
 *
 * <p>The only class outside the {@code jupyter} package that links JJava; it is loaded by such kernels alone.
 */
public final class JJavaExtension implements Extension {
    /** For {@link java.util.ServiceLoader}. */
    public JJavaExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        try {
            HostKernel.jjava(kernel).ifPresent(Registration::attach);
            if (kernel.getClass().getName().startsWith("org.dflib.")) {
                importLibrary(kernel);
            }
        } catch (Throwable broken) {
            // an extension that throws keeps JJava from starting
        }
    }

    private static void importLibrary(BaseKernel kernel) {
        for (String name : Imports.LIBRARY) {
            try {
                kernel.eval("import " + name + ";");
            } catch (Throwable absent) {
                // a package that is not on this class path
            }
        }
    }
}
