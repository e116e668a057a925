package packetwalk.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
    private final List<String> sent = new ArrayList<>();
    private final Output output = new Output((type, content) -> sent.add(
            content.has("text")
                    ? content.get("name").getAsString() + ":"
                            + content.get("text").getAsString()
                    : type));

    private void write(String stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.write(stream, bytes, 0, bytes.length);
    }

    @Test
    void many_writes_are_one_message() {
        for (int i = 0; i < 100; i++) {
            write("stdout", "a");
        }
        output.flush();
        assertEquals(List.of("stdout:" + "a".repeat(100)), sent);
    }

    @Test
    void the_streams_keep_their_order() {
        write("stdout", "1");
        write("stderr", "2");
        write("stdout", "3");
        output.flush();
        assertEquals(List.of("stdout:1", "stderr:2", "stdout:3"), sent);
    }

    @Test
    void a_result_comes_after_what_was_printed_before_it() {
        write("stdout", "1");
        output.publish("execute_result", new com.google.gson.JsonObject());
        assertEquals(List.of("stdout:1", "execute_result"), sent);
    }

    @Test
    void nothing_printed_sends_nothing() {
        output.flush();
        assertEquals(List.of(), sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ä", "€", "😀"})
    void a_character_cut_between_two_writes_is_sent_whole(String character) {
        byte[] bytes = ("x" + character).getBytes(StandardCharsets.UTF_8);
        for (byte value : bytes) {
            output.write("stdout", new byte[] {value}, 0, 1);
            output.flush();
        }
        assertEquals(List.of("stdout:x", "stdout:" + character), sent);
    }
}
