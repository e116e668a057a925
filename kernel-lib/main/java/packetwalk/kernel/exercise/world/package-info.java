/**
 * What a card says, done: the network it describes, the prompts it types, what a walk is asked.
 *
 * <p>{@link packetwalk.kernel.exercise.world.Description} makes a chain of calls into a network without a compiler;
 * {@link packetwalk.kernel.exercise.world.Lab} is that network with what was drawn for it, and runs
 * {@link packetwalk.kernel.exercise.world.Prompt}s; {@link packetwalk.kernel.exercise.world.Observation} says what a packet
 * did; {@link packetwalk.kernel.exercise.world.Claim} whether it did what it should. Nothing in here knows of learners or points.
 */
@org.jspecify.annotations.NullMarked
package packetwalk.kernel.exercise.world;
