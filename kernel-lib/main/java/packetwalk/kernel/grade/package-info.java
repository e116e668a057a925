/**
 * The trusted grader, {@code ./packetwalk grade}: docs/grading.md and docs/decisions/0046-the-trusted-grader.md.
 *
 * <p>Three kinds of JVM. The command's own ({@link packetwalk.kernel.grade.Grade}, {@code Grader}) has the queue and the files; {@code Worker}s
 * compile and judge; a {@code Learner} runs what one person wrote, in a {@code Jail}, with {@code agent.Agent} and the simulator and nothing
 * else. What comes out of it is a text that is taken for anybody's. Start reading at {@code Worker.grade}.
 */
@org.jspecify.annotations.NullMarked
package packetwalk.kernel.grade;
