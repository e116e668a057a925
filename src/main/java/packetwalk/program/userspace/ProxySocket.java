package packetwalk.program.userspace;

/** What serves one port of a Service in the process: Kubernetes pkg/proxy/userspace {@code ProxySocket}. */
sealed interface ProxySocket permits TcpProxySocket, UdpProxySocket {

    /** Takes nothing new. */
    void close();
}
