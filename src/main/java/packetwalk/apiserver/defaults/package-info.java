/**
 * What the API server writes where a person wrote nothing: each kind's {@code SetDefaults_} functions.
 *
 * <p>{@link packetwalk.apiserver.defaults.Defaults} finds the kind's own; pods and what makes pods share
 * {@code PodDefaults}. They change the copy that they are given. Left out: defaults of fields without any effect here
 * (security contexts, volumes, resources of a pod as a whole).
 */
@NullMarked
package packetwalk.apiserver.defaults;

import org.jspecify.annotations.NullMarked;
