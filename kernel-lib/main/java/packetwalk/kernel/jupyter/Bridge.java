package packetwalk.kernel.jupyter;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;

/**
 * What JJava's extensions see of this kernel, and the one renderer of values: a library that shows itself in JJava does so here.
 *
 * <p>Every contact with JJava's API is in this class; the protocol's messages are our own.
 */
final class Bridge extends BaseKernel {
    private static final Gson GSON = new Gson();

    private final Consumer<String> evaluate;
    private final Consumer<JsonObject> display;

    /**
     * @param evaluate runs source of an extension
     * @param display shows data in the running cell
     */
    Bridge(Consumer<String> evaluate, Consumer<JsonObject> display) {
        super(
                "packetwalk",
                Kernel.VERSION,
                new LanguageInfo.Builder("java")
                        .version(Runtime.version().toString())
                        .build(),
                List.of(),
                null,
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()),
                new MagicsRegistry(),
                true,
                new StringStyler.Builder().build());
        this.evaluate = evaluate;
        this.display = display;
    }

    /** Installs every extension on the class path; a broken one is left out. */
    void install() {
        installNotebookKernel();
        for (ServiceLoader.Provider<Extension> found :
                ServiceLoader.load(Extension.class).stream().toList()) {
            try {
                found.get().install(this);
            } catch (Throwable broken) {
                // somebody else's code at start-up: the kernel comes up without it
            }
        }
    }

    /** The forms of {@code value}: the {@code data} and {@code metadata} of a display message. */
    JsonObject show(Object value) {
        Object shown = value.getClass().isArray() ? text(value) : value;
        return json(shown instanceof DisplayData data ? data : getRenderer().render(shown));
    }

    private static String text(Object array) {
        if (array.getClass().getComponentType().isPrimitive() && Array.getLength(array) > 1000) {
            return array.getClass().getComponentType() + "[" + Array.getLength(array) + "]";
        }
        String nested = Arrays.deepToString(new Object[] {array});
        return nested.substring(1, nested.length() - 1);
    }

    private static JsonObject json(DisplayData data) {
        JsonObject json = GSON.toJsonTree(data).getAsJsonObject();
        for (String part : List.of("data", "metadata", "transient")) {
            if (!json.has(part)) {
                json.add(part, new JsonObject());
            }
        }
        return json;
    }

    @Override
    public void display(DisplayData data) {
        display.accept(json(data));
    }

    @Override
    public @Nullable Object evalRaw(String source) {
        evaluate.accept(source);
        return null;
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        return null; // Kernel answers the message itself
    }

    @Override
    public @Nullable ReplacementOptions complete(String code, int at) {
        return null; // Kernel answers the message itself
    }

    @Override
    public String isComplete(String code) {
        return IS_COMPLETE_MAYBE; // Kernel answers the message itself
    }
}
