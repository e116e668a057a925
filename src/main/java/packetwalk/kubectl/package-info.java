/**
 * What kubectl prints, and the verbs that change something; the real kubectl is the judge ({@code src/test/go/kubectl}).
 *
 * <p>{@link packetwalk.kubectl.Kubectl} takes a command line, {@code Arguments} reads it, {@code Selection} finds what is
 * meant. {@code Get} prints tables ({@code Tables}, {@code Rows}), {@code Describe} the long form, each kind by a class of
 * its own. {@link packetwalk.kubectl.Machines} is what lies beyond the API server: {@code exec}, {@code logs}, {@code wait},
 * and when a node was last heard of.
 *
 * <p>Left out, and refused by name: {@code --watch}, {@code edit}, {@code explain}, {@code port-forward}, {@code run},
 * {@code expose}, {@code set}, {@code annotate}, {@code taint}, {@code autoscale}, {@code rollout history} and {@code undo}
 * of what has its history in ControllerRevisions. {@code exec} runs one command of the pod's prompt, and no shell; {@code
 * rollout status} says how it stands and does not wait. A Node's images, volumes in use and features are empty, as are a
 * container's image id and the resources in its status; of a node's beginning there are no events, nor of pods that were
 * there when the cluster was built. Leases are no objects: what {@code describe node} tells of one is worked out.
 */
@NullMarked
package packetwalk.kubectl;

import org.jspecify.annotations.NullMarked;
