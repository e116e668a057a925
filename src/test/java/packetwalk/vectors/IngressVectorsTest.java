package packetwalk.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rest of the Ingress conformance tests' features, and requests as browsers and mistakes make them. */
class IngressVectorsTest {

    @TestFactory
    Stream<DynamicTest> a_request_goes_where_the_conformance_tests_want_it() throws IOException {
        try (InputStream file = IngressVectorsTest.class.getResourceAsStream("ingress.json")) {
            return IngressVectors.run(new ObjectMapper().readTree(file)).stream()
                    .map(outcome -> DynamicTest.dynamicTest(
                            outcome.what(), () -> assertEquals(List.of(), outcome.differences())));
        }
    }
}
