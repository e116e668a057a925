package packetwalk.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class ExitsTest {
    /** Leaves the JVM if the guard fails. */
    public static final class Leaving {
        private Leaving() {}

        /** Has constants of every size around the call. */
        public static long leave() {
            long wide = 123_456_789_012L;
            double wider = 3.5;
            if (wide > wider) {
                System.exit(7);
            }
            return wide;
        }
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getName().replaceFirst(".*\\.", "") + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void a_call_of_system_exit_is_refused() throws Exception {
        byte[] guarded = Exits.guard(bytes(Leaving.class));
        Class<?> type = new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass(Leaving.class.getName(), guarded, 0, guarded.length);
            }
        }.define();
        var refused = assertThrows(
                InvocationTargetException.class, () -> type.getMethod("leave").invoke(null));
        assertEquals(ExitRefused.class, refused.getCause().getClass());
        assertEquals(
                "System.exit(7) would end the kernel and lose every variable; the cell was stopped instead",
                refused.getCause().getMessage());
    }

    @Test
    void a_class_without_such_a_call_stays_as_it_is() throws IOException {
        byte[] untouched = bytes(ExitsTest.class);
        assertSame(untouched, Exits.guard(untouched));
    }
}
