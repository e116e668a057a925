package packetwalk;

/** Told when the library is first used in a JVM; a notebook bridge attaches its display here. Found by {@link java.util.ServiceLoader}. */
public interface Extension {

    /** Called once, before the first cluster is described; must not throw. */
    void loaded();
}
