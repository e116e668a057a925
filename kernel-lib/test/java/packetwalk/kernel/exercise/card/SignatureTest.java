package packetwalk.kernel.exercise.card;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {

    @Test
    void a_call_leaves_no_type_for_the_compiler_to_find_out() {
        Signature signature =
                Signature.parse("Cidr pick(Map<String, String> flow, List<String> names, List<Cidr> table, int port)");

        String call = signature.call(Map.of(
                "flow", Map.of("ip.ttl", "64"),
                "names", List.of("web", "api"),
                "table", List.of("10.0.0.0/14"),
                "port", 80));

        assertEquals(
                "pick(Map.<String, String>ofEntries(Map.<String, String>entry(\"ip.ttl\", \"64\")), "
                        + "List.<String>of(\"web\", \"api\"), List.<Cidr>of(Cidr.parse(\"10.0.0.0/14\")), 80)",
                call);
    }
}
