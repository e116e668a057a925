package packetwalk.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintsTest {
    @ParameterizedTest
    @CsvSource({"pod,pod,0", "pod,Pod,0", "pod,pods,1", "clsuter,cluster,2", "a,,1", "kitten,sitting,3"})
    void distance_counts_the_letters_to_change(String left, String right, int distance) {
        assertEquals(distance, Hints.distance(left, right == null ? "" : right));
    }

    @ParameterizedTest
    @CsvSource({
        "REPL.$JShell$12$Loop, Loop",
        "REPL.$JShell$12B.do_it$, do_it$",
        "java.lang.String, java.lang.String",
        "because \"REPL.$JShell$3.name\" is null, because \"name\" is null"
    })
    void names_lose_what_jshell_wraps_them_in(String wrapped, String plain) {
        assertEquals(plain, StackText.name(wrapped));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int Math.max(int a, int b) | int Math.max(int a, int b)",
                "walks:java.util.ArrayList<java.lang.String> | walks: ArrayList<String>",
                "java.util.Map.Entry<K,V> java.util.Map.entry(K k, V v) | Map.Entry<K,V> Map.entry(K k, V v)",
                "java.lang.String | java.lang.String"
            })
    void signatures_lose_their_packages(String full, String brief) {
        assertEquals(brief, StackText.brief(full));
    }

    @Test
    void an_exception_whose_message_throws_still_has_a_text() {
        class Hostile extends RuntimeException {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new StackOverflowError();
            }
        }
        assertEquals("(its getMessage() threw StackOverflowError)", StackText.message(new Hostile()));
    }

    @Test
    void inspection_looks_at_the_name_then_the_call_around_it_then_the_one_before() {
        assertEquals(Set.of("f(", "f"), Inspection.candidates("f", 1));
        assertEquals(Set.of("g(1, f(", "g(1, f", "g(", "g"), Inspection.candidates("g(1, f", 6));
        assertEquals(Set.of("a.f(", "a.f"), Inspection.candidates("a.f(1);\n", 8));
        assertEquals(Set.of(), Inspection.candidates("", 0));
    }
}
