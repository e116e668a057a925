/**
 * What runs beside a learner's code, in a JVM that has the simulator and this and nothing else. It uses the JDK's means alone, and knows
 * neither cards nor seeds nor marks.
 */
@org.jspecify.annotations.NullMarked
package packetwalk.kernel.grade.agent;
