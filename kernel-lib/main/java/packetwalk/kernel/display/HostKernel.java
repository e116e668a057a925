package packetwalk.kernel.display;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The notebook kernel that this JVM is: its renderer, and the package its display API lives in.
 *
 * <p>Everything is asked by name: the library runs without any kernel on its class path.
 *
 * @param renderer the kernel's {@code Renderer}
 * @param displayPackage where {@code RenderFunction} and its friends are, with a dot at the end
 */
record HostKernel(Object renderer, String displayPackage) {
    private static final String JJAVA = "org.dflib.jjava.jupyter.kernel.";
    private static final String IJAVA = "io.github.spencerpark.jupyter.kernel.";

    /** Our kernel or JJava (they share a base class), else IJava, else empty: plain JShell, a test, a program. */
    static Optional<HostKernel> find() {
        Optional<HostKernel> jjava = of(JJAVA + "BaseKernel", "notebookKernel", JJAVA + "display.");
        return jjava.isPresent()
                ? jjava
                : of("io.github.spencerpark.ijava.IJava", "getKernelInstance", IJAVA + "display.");
    }

    /** {@code kernel} is a BaseKernel of the JJava family. */
    static Optional<HostKernel> jjava(Object kernel) {
        return of(kernel, JJAVA + "display.");
    }

    private static Optional<HostKernel> of(String type, String getter, String displayPackage) {
        try {
            return of(Class.forName(type).getMethod(getter).invoke(null), displayPackage);
        } catch (ReflectiveOperationException | LinkageError absent) {
            return Optional.empty(); // JJava's getter throws when no kernel runs
        }
    }

    private static Optional<HostKernel> of(@Nullable Object kernel, String displayPackage) {
        if (kernel == null) {
            return Optional.empty();
        }
        try {
            Object renderer = kernel.getClass().getMethod("getRenderer").invoke(kernel);
            return renderer == null ? Optional.empty() : Optional.of(new HostKernel(renderer, displayPackage));
        } catch (ReflectiveOperationException | LinkageError changed) {
            return Optional.empty();
        }
    }
}
