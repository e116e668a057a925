/**
 * What a Service is given: cluster addresses, node ports, a port for health checks.
 *
 * <p>{@link packetwalk.apiserver.allocation.ServiceAllocation} takes and gives back for a Service as it comes, changes
 * and goes; {@code Pool} is one range of numbers with its static band. Left out: several service ranges in one cluster.
 */
@NullMarked
package packetwalk.apiserver.allocation;

import org.jspecify.annotations.NullMarked;
