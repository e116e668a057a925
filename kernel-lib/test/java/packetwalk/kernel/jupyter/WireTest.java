package packetwalk.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zeromq.ZMsg;

class WireTest {
    private final Wire wire = new Wire("key".getBytes(StandardCharsets.UTF_8));

    private static Message message() {
        JsonObject content = new JsonObject();
        content.addProperty("code", "\"ä\" + 1 < 2");
        Message message = Message.of("execute_request", content);
        return new Message(
                List.of(new byte[] {0, 1}), message.header(), message.parent(), message.metadata(), message.content());
    }

    @Test
    void what_is_encoded_is_decoded() {
        Message sent = message();
        Message got = wire.decode(wire.encode(sent)).orElseThrow();
        assertEquals("execute_request", got.type());
        assertEquals("\"ä\" + 1 < 2", got.text("code"));
        assertArrayEquals(new byte[] {0, 1}, got.identities().get(0));
    }

    @Test
    void a_message_signed_with_another_key_is_dropped() {
        ZMsg frames = new Wire("other".getBytes(StandardCharsets.UTF_8)).encode(message());
        assertTrue(wire.decode(frames).isEmpty());
    }

    @Test
    void frames_that_are_no_message_are_dropped() {
        ZMsg empty = new ZMsg();
        assertTrue(wire.decode(empty).isEmpty());
        ZMsg cut = wire.encode(message());
        cut.removeLast();
        assertTrue(wire.decode(cut).isEmpty());
    }

    @Test
    void an_answer_goes_to_its_asker_and_names_its_question() {
        Message question = message();
        Message answer = question.answer("execute_reply", new JsonObject());
        assertEquals(question.header(), answer.parent());
        assertEquals(question.identities(), answer.identities());
    }
}
