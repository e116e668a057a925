package packetwalk.oracle;

import java.util.List;
import java.util.Map;

/**
 * What came of one case.
 *
 * @param probes how many questions were asked
 * @param notComparable how often each thing stood in the way of comparing, by its name
 * @param askedAgain whether a hurried answer differed, so that all was asked again with patience
 */
record Judgement(
        CaseFile file,
        int probes,
        Map<String, Integer> notComparable,
        List<Disagreement> disagreements,
        boolean askedAgain) {

    Judgement {
        notComparable = Map.copyOf(notComparable);
        disagreements = List.copyOf(disagreements);
    }

    /** The probes that could be compared. */
    int comparable() {
        return probes
                - notComparable.values().stream().mapToInt(Integer::intValue).sum();
    }

    int agreed() {
        return comparable() - disagreements.size();
    }

    Judgement again() {
        return new Judgement(file, probes, notComparable, disagreements, true);
    }
}
