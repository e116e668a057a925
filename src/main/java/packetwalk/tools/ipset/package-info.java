/**
 * ipset, as it is typed and printed, version 7.17.
 *
 * <p>{@link packetwalk.tools.ipset.IpsetCommand} takes a command, or a file of them; Creation reads what follows {@code
 * create}, Entry and Elements what follows {@code add}, and SetText prints. Start at {@code IpsetCommand.run}. Left out:
 * XML, names of hosts, the interactive mode.
 */
@NullMarked
package packetwalk.tools.ipset;

import org.jspecify.annotations.NullMarked;
