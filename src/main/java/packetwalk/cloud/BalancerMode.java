package packetwalk.cloud;

/** How a balancer passes on what comes to its address. */
public enum BalancerMode {
    /**
     * Two connections: a process accepts the client's and opens one to the node, which sees the balancer as its client.
     * Kubernetes' {@code ipMode: Proxy}.
     */
    PROXY("Proxy"),
    /**
     * The packet goes to the node as it came, with the client's address and the balancer's, and the answer goes straight to
     * the client: direct server return, {@code ipvsadm -g}. Ports cannot be translated. Kubernetes' {@code ipMode: VIP}.
     */
    PASS_THROUGH("VIP"),
    /**
     * One connection, rewritten: to the node's address and port, from the balancer's, {@code ipvsadm -m} and masquerading; the
     * answer comes back through the balancer.
     */
    NAT("Proxy");

    private final String ipMode;

    BalancerMode(String ipMode) {
        this.ipMode = ipMode;
    }

    /** What a Service's status says of it: whether nodes may short-cut the address, since packets come with it anyway. */
    public String ipMode() {
        return ipMode;
    }
}
