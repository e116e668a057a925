/**
 * Rich display in any notebook kernel: a walk is a table and a picture in ours, in IJava and in JJava, without being asked.
 * The three share one display API under different package names, so one registration by reflection serves them all.
 *
 * <ol>
 *   <li>The library's first use calls {@link packetwalk.kernel.display.NotebookExtension}.
 *   <li>It asks {@link packetwalk.kernel.display.HostKernel} which kernel this JVM is.
 *   <li>{@link packetwalk.kernel.display.Registration} tells that kernel's renderer about our types.
 *   <li>The renderer finds them by interface and asks {@code Views.bundle} for the forms.
 *   <li>{@link packetwalk.kernel.display.JJavaExtension} also brings the imports, as JJava looks for extensions.
 * </ol>
 *
 * <p>Left out: how a value looks (package {@code view}) and the kernel itself (package {@code jupyter}).
 * Start at {@link packetwalk.kernel.display.Registration}.
 */
@NullMarked
package packetwalk.kernel.display;

import org.jspecify.annotations.NullMarked;
