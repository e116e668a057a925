package packetwalk.kernel.display;

import packetwalk.Extension;

/** Attaches our display to the notebook kernel of this JVM, if there is one, at the library's first use. */
public final class NotebookExtension implements Extension {
    /** For {@link java.util.ServiceLoader}. */
    public NotebookExtension() {}

    @Override
    public void loaded() {
        HostKernel.find().ifPresent(Registration::attach);
    }
}
