/**
 * Exercises, judged by packets: docs/decisions/0045-exercises.md.
 *
 * <p>{@code exercise("POD-7")} in a notebook is an {@link packetwalk.kernel.exercise.Exercise}. {@link packetwalk.kernel.exercise.Questions}
 * draws what an answer is asked; an {@link packetwalk.kernel.exercise.Answer} is what it says, as data;
 * {@link packetwalk.kernel.exercise.Judge} sends the packets and writes the report. No learner's code is needed for that.
 */
@org.jspecify.annotations.NullMarked
package packetwalk.kernel.exercise;
