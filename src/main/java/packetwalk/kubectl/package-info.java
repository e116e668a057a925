/**
 * What kubectl prints, and the verbs that change something.
 *
 * <p>{@link packetwalk.kubectl.Kubectl} takes a command line, {@code Arguments} reads it, {@code Rows} has a table's rows
 * for each kind, {@code Describe} the long form. Left out: everything that needs a running container (exec, logs,
 * port-forward), and edit.
 */
@NullMarked
package packetwalk.kubectl;

import org.jspecify.annotations.NullMarked;
