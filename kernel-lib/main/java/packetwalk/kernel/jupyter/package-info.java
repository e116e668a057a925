/**
 * A thin Jupyter kernel: the JDK's own JShell behind the Jupyter messaging protocol, made for learners.
 * It can be interrupted, answers every message whatever a cell throws, and says where and why a cell failed.
 *
 * <ol>
 *   <li>{@link packetwalk.kernel.jupyter.Main} reads the connection file; {@code Channels} binds its sockets.
 *   <li>Each {@code Message} goes to {@code Kernel}, which answers it; a cell to run becomes a {@code Cell}.
 *   <li>{@code Session} hands the cell to JShell snippet by snippet; {@code Execution} runs each where a stop reaches it.
 *   <li>What is printed goes through {@code Output} to its cell; the last value through {@code Renderers} to its forms.
 *   <li>What fails becomes a {@code Failure} with user frames, a caret and a {@code Hints} line.
 * </ol>
 *
 * <p>Left out: widgets (comms), the debugger, magics other than {@code %jars}; how a value looks is package {@code view}.
 * Protocol: <a href="https://jupyter-client.readthedocs.io/en/stable/messaging.html">Jupyter messaging 5.4</a>.
 * Start at {@code Kernel}.
 */
@NullMarked
package packetwalk.kernel.jupyter;

import org.jspecify.annotations.NullMarked;
