package packetwalk.kernel.exercise.card;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One question to what a learner did: packets that must arrive, or must not, or whose fate was to be told.
 *
 * @param draws what varies in this check, after the card's own
 * @param times how many situations are drawn; all must pass
 * @param given what the answer's method is told beside what was drawn, in texts that may name what the world has: {@code ${ip web}}
 * @param world another description than the card's, or empty
 * @param before prompts that are run first
 * @param send prompts that send, each gives a walk; after {@code =>} what must hold of that one
 * @param observe for a prediction, what of the last walk it is compared with; empty otherwise
 * @param part of a prediction of several fields, those that this check looks at; empty for all
 * @param expect for all else, what must hold of each walk
 * @param needs checks that must pass for this one to count: what is nowhere cannot be wrongly somewhere. Two may need each other
 * @param finds the misconception of who fails it
 */
public record Check(
        String id,
        String title,
        double points,
        Draws draws,
        int times,
        Map<String, String> given,
        Optional<String> world,
        List<String> before,
        List<String> send,
        String observe,
        List<String> part,
        List<String> expect,
        List<String> needs,
        String finds) {

    public Check {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        before = List.copyOf(before);
        send = List.copyOf(send);
        part = List.copyOf(part);
        expect = List.copyOf(expect);
        needs = List.copyOf(needs);
    }
}
