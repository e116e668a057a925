package packetwalk;

/**
 * Told when the library is first used; a notebook bridge attaches its display here.
 *
 * <p>Found by {@link java.util.ServiceLoader} with the library's own class loader. An implementation never throws and
 * never prints: a library without a notebook around it works the same.
 */
public interface Extension {
    /** Called once, before the first call into the library returns. */
    void loaded();
}
