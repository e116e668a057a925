/**
 * {@code ipvsadm}, as it is typed and printed: ipvsadm 1.31.
 *
 * <p>{@link packetwalk.tools.ipvsadm.IpvsadmCommand} runs it: Arguments cuts the words into Options as popt does and
 * refuses what does not go together, Request reads their values, TableText and ConnectionText print. Left out: IPv6, the
 * synchronization daemon, persistence engines, tunnels other than IPIP.
 */
@NullMarked
package packetwalk.tools.ipvsadm;

import org.jspecify.annotations.NullMarked;
