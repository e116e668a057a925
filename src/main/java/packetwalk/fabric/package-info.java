/**
 * What lies between hosts: machines, and the segments that they are plugged into.
 *
 * <p>{@link packetwalk.fabric.Fabric} is the world; it makes a {@link packetwalk.fabric.Machine} with its own network
 * namespace and connects it to a {@link packetwalk.fabric.Segment}, a switch that never errs. A router is a machine
 * that forwards, nothing else. Left out: loss, bandwidth, spanning trees, failing cables.
 */
@NullMarked
package packetwalk.fabric;

import org.jspecify.annotations.NullMarked;
