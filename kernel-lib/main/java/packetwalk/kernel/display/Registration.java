package packetwalk.kernel.display;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import packetwalk.kernel.view.Views;

/**
 * Tells a kernel's renderer how to show our types.
 *
 * <p>The renderer looks a value's superclasses and interfaces up, so {@code Exhibit} covers all types of the library.
 */
final class Registration {
    /** Shown richly; by name, since a class path may lack the table or the chart library. */
    private static final List<String> SHOWN =
            List.of("packetwalk.trace.Exhibit", "tech.tablesaw.api.Table", "org.knowm.xchart.internal.chartpart.Chart");

    /** Renderers that know our types. */
    private static final Set<Object> ATTACHED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private Registration() {}

    /** Registers every type that is on the class path, once; a kernel whose API differs is left as it is. */
    static void attach(HostKernel kernel) {
        // the library's first use may be inside of a rendering, in which a renderer bears no change
        if (!ATTACHED.add(kernel.renderer())) {
            return;
        }
        try {
            ClassLoader loader = kernel.renderer().getClass().getClassLoader();
            Class<?> function = Class.forName(kernel.displayPackage() + "RenderFunction", true, loader);
            Object shown = Proxy.newProxyInstance(loader, new Class<?>[] {function}, new Show(kernel, loader));
            for (String type : SHOWN) {
                register(kernel, function, type, shown);
            }
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException differs) {
            // text is shown instead: a missing picture is better than a notebook that does not start
        }
    }

    private static void register(HostKernel kernel, Class<?> function, String type, Object shown)
            throws ReflectiveOperationException {
        Class<?> registered;
        try {
            registered = Class.forName(type, false, Registration.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            return;
        }
        Object renderer = kernel.renderer();
        Object registration =
                renderer.getClass().getMethod("createRegistration", Class.class).invoke(renderer, registered);
        registration.getClass().getMethod("register", function).invoke(registration, shown);
    }

    /** The render function: copies the value's forms into the kernel's display data. */
    private static final class Show implements InvocationHandler {
        private final Method container;
        private final Method put;

        Show(HostKernel kernel, ClassLoader loader) throws ReflectiveOperationException {
            container = Class.forName(kernel.displayPackage() + "RenderContext", true, loader)
                    .getMethod("getOutputContainer");
            put = Class.forName(kernel.displayPackage() + "DisplayData", true, loader)
                    .getMethod("putData", String.class, Object.class);
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "Packetwalk's views";
                };
            }
            Object data = container.invoke(arguments[1]);
            for (Map.Entry<String, String> form : Views.bundle(arguments[0]).entrySet()) {
                put.invoke(data, form.getKey(), form.getValue());
            }
            return data; // the function is void: what is returned is dropped
        }
    }
}
