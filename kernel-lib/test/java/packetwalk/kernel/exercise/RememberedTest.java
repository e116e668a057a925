package packetwalk.kernel.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What is the same for all who are asked is found out once. */
class RememberedTest {

    private int asked;

    @Test
    void the_first_one_finds_out_for_all_but_for_its_own_situation_only() {
        Questions questions = Questions.of(CardFiles.named("POD-7").card(), 1);
        Remembered<Integer> remembered = new Remembered<>();

        for (Situation each : questions.situations()) {
            int first = remembered.of(each, "hops", () -> ++asked);
            assertEquals(first, remembered.of(each, "hops", () -> ++asked));
        }
        assertEquals(questions.size(), asked);
    }
}
