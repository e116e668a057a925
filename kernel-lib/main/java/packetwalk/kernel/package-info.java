/** What a notebook kernel or JShell loads beside the simulator: tables, charts, pictures and rich display. */
package packetwalk.kernel;
