/**
 * The API server: one store of objects that everything else reads, writes and watches.
 *
 * <p>{@link packetwalk.apiserver.ApiServer} takes a request, {@code Store} keeps the objects, {@code Watches} tells of
 * changes, {@code Identity} gives uids, names and times, {@code Termination} says when something may go.
 * Left out: authentication, admission webhooks other than {@code Admission}'s, custom resources, server-side apply, several versions of a kind.
 */
@NullMarked
package packetwalk.apiserver;

import org.jspecify.annotations.NullMarked;
