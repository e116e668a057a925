package packetwalk.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Session SESSION = new Session(); // takes a while; each test uses names of its own

    private final List<String> printed = new ArrayList<>();
    private int number;

    private Session.Outcome run(String code) {
        number++;
        Output output =
                new Output((type, content) -> printed.add(content.get("text").getAsString()));
        Cell cell = new Cell(Message.of("execute_request", new JsonObject()), number, output);
        Session.Outcome outcome = SESSION.run(cell, code, SessionTest::show);
        output.flush();
        return outcome;
    }

    private static JsonObject show(Object value) {
        JsonObject shown = new JsonObject();
        shown.addProperty("text", value.toString());
        return shown;
    }

    private String value(String code) {
        Session.Outcome outcome = run(code);
        assertNull(outcome.failure(), () -> String.valueOf(outcome.failure()));
        JsonObject display = outcome.display();
        return display == null ? "" : display.get("text").getAsString();
    }

    private Failure failure(String code) {
        Failure failure = run(code).failure();
        assertNotNull(failure, code);
        return failure;
    }

    @Test
    void the_last_expression_is_the_value() {
        assertEquals("3", value("int one = 1;\none + 2"));
        assertEquals("3", value("1; 3;\n\n// done\n"));
        assertEquals("", value("one = 5;"));
        assertEquals("", value("int two = 2;"));
        assertEquals("", value(""));
        assertEquals("", value("void nothing() { }\nnothing();"));
    }

    @Test
    void a_value_that_fails_to_show_itself_fails_the_cell_with_its_line() {
        Failure failure =
                failure("class Shy {\n  public String toString() { throw new AssertionError(\"no\"); }\n}\nnew Shy()");
        assertEquals("AssertionError", failure.name());
        assertTrue(failure.detail().get(0).contains("cell [1], line 2, in Shy.toString"), failure.detail()::toString);
    }

    @Test
    void what_ran_before_a_failure_stays() {
        assertEquals(
                "ArithmeticException",
                failure("int before = 7;\nint fails = 1 / 0;\nint never = 1;").name());
        assertEquals("7", value("before"));
        assertEquals("CompileError", failure("never").name());
    }

    @Test
    void an_interrupt_ends_a_loop() {
        new Timer(true)
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                SESSION.interrupt();
                            }
                        },
                        500);
        Session.Outcome outcome = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> run("while (true) { }"));
        assertEquals(Failure.interrupted(), outcome.failure());
        assertEquals("2", value("1 + 1"));
    }

    @Test
    void a_redefined_class_resets_its_variables_and_says_so() {
        run("class Thing { }\nvar thing = new Thing();");
        run("class Thing { int more; }");
        assertEquals(List.of("note: Thing is a new type now; reset to null: thing (run their cells again)\n"), printed);
    }

    @Test
    void a_variable_of_an_unknown_type_is_an_error_at_once() {
        assertEquals("CompileError", failure("Unknwon u = null;").name());
    }
}
