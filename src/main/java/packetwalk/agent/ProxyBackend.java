package packetwalk.agent;

import packetwalk.proxy.NodeConfig;
import packetwalk.proxy.ProxyView;

/** What differs between kube-proxy's modes: how a node is brought in step with what is known. */
interface ProxyBackend {

    /** Brings the node in step; whether it is, or something was refused and is tried again. */
    boolean sync(NodeConfig node, ProxyView view);

    /** Writes everything anew next time, whatever is thought to be there. */
    void forget();

    /** Whether somebody has swept away what was written. */
    boolean isSwept();

    /** The process ends: what only it could do stops, what it has written stays. */
    void stop();
}
