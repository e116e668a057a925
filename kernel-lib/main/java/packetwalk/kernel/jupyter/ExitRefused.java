package packetwalk.kernel.jupyter;

/** Thrown where a cell called {@code System.exit}; an Error, so that {@code catch (Exception e)} does not hide it. */
public final class ExitRefused extends Error {
    private static final long serialVersionUID = 1;

    ExitRefused(int status) {
        super("System.exit(" + status + ") would end the kernel and lose every variable; the cell was stopped instead");
    }
}
