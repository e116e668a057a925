/**
 * Exercises as they are written down: one YAML file each, read into immutable values. Nothing in here sends a packet.
 *
 * <p>{@link packetwalk.kernel.exercise.card.CardFile} reads a file; {@link packetwalk.kernel.exercise.card.Card} is what a learner may
 * know; {@link packetwalk.kernel.exercise.card.Key} is what only an instructor has; {@link packetwalk.kernel.exercise.card.Draws} makes
 * of what may vary what is the case, from a seed; {@link packetwalk.kernel.exercise.card.Signature} is the head of the method that a
 * learner writes. Why it is so: docs/decisions/0045-exercises.md.
 */
@org.jspecify.annotations.NullMarked
package packetwalk.kernel.exercise.card;
