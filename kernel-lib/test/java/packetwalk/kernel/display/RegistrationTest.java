package packetwalk.kernel.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import packetwalk.Extension;
import packetwalk.trace.Exhibit;

class RegistrationTest {
    private static final String JJAVA = "org.dflib.jjava.jupyter.kernel.display.";

    private record Probe(String text) implements Exhibit {}

    @Test
    void one_registration_covers_whatever_implements_exhibit() {
        Renderer renderer = new Renderer();
        Registration.attach(new HostKernel(renderer, JJAVA));
        DisplayData shown = renderer.render(new Probe("hop 1"));
        assertEquals("hop 1", shown.getData(MIMEType.TEXT_PLAIN));
        assertTrue(shown.hasDataForType(MIMEType.TEXT_HTML));
    }

    @Test
    void a_value_may_use_the_library_for_the_first_time_while_it_is_shown() {
        Renderer renderer = new Renderer();
        HostKernel kernel = new HostKernel(renderer, JJAVA);
        Registration.attach(kernel);
        Exhibit late = () -> {
            Registration.attach(kernel);
            return "a network";
        };

        assertEquals("a network", renderer.render(late).getData(MIMEType.TEXT_PLAIN));
    }

    @Test
    void a_kernel_with_another_api_is_left_alone() {
        Registration.attach(new HostKernel(new Object(), "no.such.package."));
        Registration.attach(new HostKernel(new Object(), JJAVA));
    }

    @Test
    void outside_a_notebook_the_library_starts_all_the_same() {
        assertTrue(HostKernel.find().isEmpty());
        new NotebookExtension().loaded();
    }

    @Test
    void the_library_and_jjava_find_their_extensions() {
        assertEquals(
                NotebookExtension.class,
                ServiceLoader.load(Extension.class).findFirst().orElseThrow().getClass());
        assertEquals(
                JJavaExtension.class,
                ServiceLoader.load(org.dflib.jjava.jupyter.Extension.class)
                        .findFirst()
                        .orElseThrow()
                        .getClass());
    }
}
