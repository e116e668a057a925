/**
 * What a walk, a topology, a table or a chart looks like in a notebook. Everything here reads; nothing here decides.
 *
 * <p>{@link packetwalk.kernel.view.Views} is the door: {@code bundle} gives the forms of any value, {@code table},
 * {@code picture}, {@code times} and {@code bars} make values to look at. A {@link packetwalk.kernel.view.Picture} is
 * made in four passes: {@code Scene} chooses what is drawn, {@code Layout} gives it places, {@code Tracks} and
 * {@code Wires} lead packets along them, {@code TopologyDrawing} and {@code WalkDrawing} write the SVG. {@code WalkHtml}
 * puts a picture above its hops. Left out: scripts, since a notebook that is not trusted drops them.
 */
@NullMarked
package packetwalk.kernel.view;

import org.jspecify.annotations.NullMarked;
