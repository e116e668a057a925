package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of vector files, by name. */
record VectorFolder(Map<String, JsonNode> files) {

    VectorFolder {
        files = Collections.unmodifiableMap(files);
    }

    /**
     * Reads every {@code .json} file of {@code folder}.
     *
     * @throws IllegalArgumentException naming the folder or the file that cannot be read
     */
    static VectorFolder read(Path folder) {
        ObjectMapper json = new ObjectMapper();
        Map<String, JsonNode> files = new LinkedHashMap<>();
        for (Path path : jsonFiles(folder)) {
            try {
                files.put(path.getFileName().toString(), json.readTree(path.toFile()));
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot read " + path + " as JSON: " + e.getMessage(), e);
            }
        }
        return new VectorFolder(files);
    }

    private static List<Path> jsonFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    folder + " is no folder that can be read; name one with vector files such as ../shared/vectors", e);
        }
    }

    /** The kube-proxy scenario of that id, from whichever file has it; iptables' own first. */
    Optional<JsonNode> scenario(String id) {
        return Stream.concat(flows("iptables"), flows("nftables"))
                .flatMap(file -> Scenario.elements(file.path("scenarios")))
                .filter(scenario -> scenario.path("id").asText().equals(id))
                .findFirst();
    }

    private Stream<JsonNode> flows(String proxyMode) {
        return files.values().stream()
                .filter(file -> file.path("format").asText().startsWith("kube-proxy-flows/")
                        && file.path("proxyMode").asText().equals(proxyMode));
    }
}
