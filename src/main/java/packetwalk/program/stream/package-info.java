/**
 * Bytes between two programs, as a program sees them: over TCP bare, or with layers in between.
 *
 * <p>A program is handed a {@link packetwalk.program.stream.Stream} and gives {@link packetwalk.program.stream.StreamEvents}
 * for it, whichever layers there are; {@link packetwalk.program.stream.TcpStream} listens and connects. A layer is a
 * function from one program to another: what it accepts, it unwraps, and passes on to the program above.
 */
@NullMarked
package packetwalk.program.stream;

import org.jspecify.annotations.NullMarked;
