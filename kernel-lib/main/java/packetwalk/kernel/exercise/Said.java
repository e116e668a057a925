package packetwalk.kernel.exercise;

/** What an answer was in one situation. */
record Said(Situation situation, Object answer) {}
