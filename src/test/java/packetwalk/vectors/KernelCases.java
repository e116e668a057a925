package packetwalk.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes scenarios of flows as files for {@code ./packetwalk agree}. */
final class KernelCases {

    private KernelCases() {}

    /** One file for each scenario of each file of flows in iptables mode; its name is made of the scenario's. */
    static int write(VectorFolder folder, Path to) {
        folder.files().values().stream()
                .filter(file -> VectorKind.of(file).equals(Optional.of(VectorKind.IPTABLES_FLOWS)))
                .flatMap(file -> Scenario.elements(file.path("scenarios")))
                .forEach(scenario -> write(scenario, to));
        return 0;
    }

    private static void write(JsonNode json, Path to) {
        List<FlowPacket> packets =
                Scenario.elements(json.path("packets")).map(FlowPacket::of).toList();
        Scenario scenario = Scenario.of(json);
        String name = "kube-proxy-" + scenario.id().replaceAll("[^A-Za-z0-9]+", "-") + ".case";
        try {
            Files.createDirectories(to);
            Files.writeString(to.resolve(name), FlowCase.text(scenario, packets));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + name + " to " + to, e);
        }
    }
}
