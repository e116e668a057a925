/**
 * Notebooks made from cards: {@link packetwalk.kernel.exercise.notebook.ExerciseNotebook} is one of a release, or an instructor's source,
 * with the metadata that nbgrader wants. What is committed is what this writes.
 */
@org.jspecify.annotations.NullMarked
package packetwalk.kernel.exercise.notebook;
