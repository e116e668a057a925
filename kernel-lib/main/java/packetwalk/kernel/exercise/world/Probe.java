package packetwalk.kernel.exercise.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A prompt that sends, and what must hold of it: {@code client: curl http://shop/ => answered, never reaches decoy}.
 *
 * @param prompt as {@link Prompt#parse} reads it
 * @param claims as {@link Claim} has them
 */
public record Probe(String prompt, List<String> claims) {

    private static final String SO = "=>";

    public Probe {
        claims = List.copyOf(claims);
    }

    /** Reads a line; where there is no {@code =>} nothing is claimed. */
    public static Probe parse(String line) {
        int so = line.indexOf(SO);
        if (so < 0) {
            return new Probe(line.strip(), List.of());
        }
        return new Probe(
                line.substring(0, so).strip(),
                List.of(line.substring(so + SO.length()).strip().split("\\s*,\\s*")));
    }

    /** The same prompt, with {@code others} claimed first. */
    public Probe with(List<String> others) {
        List<String> all = new ArrayList<>(others);
        all.addAll(claims);
        return new Probe(prompt, all);
    }

    /** What was sent, and the claim that does not hold of it. */
    public record Broken(Sent sent, String claim) {}

    /**
     * Sends it in {@code lab}.
     *
     * @return the first claim that does not hold; empty if all do
     */
    public Optional<Broken> run(Lab lab) {
        for (Sent sent : lab.run(List.of(prompt))) {
            for (String each : claims) {
                String claim = lab.fill(each);
                if (!new Claim(claim).holds(sent)) {
                    return Optional.of(new Broken(sent, claim));
                }
            }
        }
        return Optional.empty();
    }
}
