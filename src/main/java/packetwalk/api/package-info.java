/**
 * Kubernetes objects in and out: fabric8's model classes are the objects, this is what stands around them.
 *
 * <p>{@link packetwalk.api.Kinds} knows each {@link packetwalk.api.Kind} by all its names, {@link packetwalk.api.Selector}
 * picks by labels, {@link packetwalk.api.FieldError} says what is wrong where, and {@link packetwalk.api.ApiFault} is the
 * refusal. Left out: kinds that have no effect on a packet's way.
 */
@NullMarked
package packetwalk.api;

import org.jspecify.annotations.NullMarked;
