/**
 * What the API server refuses, in its own words: each kind's {@code Validate} functions, all that is wrong at once.
 *
 * <p>{@link packetwalk.apiserver.validation.Validation} finds the kind's own; {@code Errors} collects, {@code Names} has
 * the rules for names, {@code Addresses} those for addresses. Left out: rules about fields without any effect here
 * (volumes, security contexts, affinity, resources), which are stored as they come.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go">validation.go</a>
 */
@NullMarked
package packetwalk.apiserver.validation;

import org.jspecify.annotations.NullMarked;
