package packetwalk.kernel.exercise.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/** JSON as Jupyter saves it: indented by one, keys in order, letters of any language as they are. */
final class Json {

    private static final DefaultIndenter BY_ONE = new DefaultIndenter(" ", "\n");

    private static final ObjectWriter JUPYTER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withArrayEmptySeparator("")
                            .withObjectEmptySeparator(""))
                    .withArrayIndenter(BY_ONE)
                    .withObjectIndenter(BY_ONE));

    private Json() {}

    /** Of maps, lists, texts, whole numbers, truths and null. Ends with a line's end. */
    static String of(Map<String, ?> object) {
        try {
            return JUPYTER.writeValueAsString(object) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("texts, numbers, lists and maps have a JSON", e);
        }
    }
}
