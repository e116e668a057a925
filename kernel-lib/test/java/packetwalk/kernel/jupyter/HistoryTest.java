package packetwalk.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
    private final History history = new History();

    @BeforeEach
    void three_cells() {
        List.of("int a", "b + 1", "int a").forEach(history::add);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'hist_access_type': 'tail', 'n': 2} | 2,3",
                "{'hist_access_type': 'tail', 'n': 9} | 1,2,3",
                "{'hist_access_type': 'range', 'start': 2, 'stop': 3} | 2",
                "{'hist_access_type': 'search', 'pattern': 'int*'} | 1,3",
                "{'hist_access_type': 'search', 'pattern': 'int*', 'n': 1} | 3",
                "{'hist_access_type': 'search', 'pattern': 'int*', 'unique': true} | 3",
                "{'hist_access_type': 'search', 'pattern': '? + 1'} | 2"
            },
            quoteCharacter = '`')
    void finds_the_cells_asked_for(String request, String lines) {
        JsonObject content = new com.google.gson.Gson().fromJson(request, JsonObject.class);
        JsonObject reply = history.answer(Message.of("history_request", content));
        List<String> found = StreamSupport.stream(
                        reply.getAsJsonArray("history").spliterator(), false)
                .map(JsonElement::getAsJsonArray)
                .map(entry -> entry.get(1).getAsString())
                .toList();
        assertEquals(lines, String.join(",", found));
    }
}
