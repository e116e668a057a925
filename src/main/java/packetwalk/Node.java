package packetwalk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import packetwalk.agent.Boot;
import packetwalk.agent.Flanneld;
import packetwalk.agent.KubeProxy;
import packetwalk.agent.Kubelet;
import packetwalk.fabric.Machine;
import packetwalk.fabric.Segment;
import packetwalk.linux.NetDevice;
import packetwalk.linux.NetworkNamespace;
import packetwalk.linux.Nic;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.net.PerFamily;
import packetwalk.runtime.ContainerRuntime;
import packetwalk.trace.Printout;

/** A Kubernetes node that runs. */
public final class Node extends Netns {

    private final Machine machine;
    private final PerFamily<IpAddress> addresses;
    private final PerFamily<Cidr> podCidrs;
    private final Kubelet kubelet;
    private final Map<Nic, Segment> unplugged = new LinkedHashMap<>();

    Node(World world, Machine machine, PerFamily<IpAddress> addresses, PerFamily<Cidr> podCidrs, Kubelet kubelet) {
        super(world);
        this.machine = machine;
        this.addresses = addresses;
        this.podCidrs = podCidrs;
        this.kubelet = kubelet;
    }

    @Override
    public String name() {
        return machine.name();
    }

    /** The primary address of its {@code eth0}: {@code .status.addresses}, the first InternalIP. */
    @Override
    public IpAddress address() {
        return addresses.primary();
    }

    /** Its addresses in the nodes' networks, one of each family of the cluster, the primary first. */
    @Override
    public List<IpAddress> addresses() {
        return addresses.values();
    }

    /** Its block of pod addresses: {@code .spec.podCIDR}. */
    public Cidr podCidr() {
        return podCidrs.primary();
    }

    /** Its blocks of pod addresses, one of each family: {@code .spec.podCIDRs}. */
    public PerFamily<Cidr> podCidrs() {
        return podCidrs;
    }

    @Override
    NetworkNamespace namespace() {
        return machine.host();
    }

    ContainerRuntime runtime() {
        return kubelet.runtime();
    }

    Kubelet kubelet() {
        return kubelet;
    }

    /**
     * A pod of this node.
     *
     * @throws IllegalArgumentException if it runs elsewhere or not at all
     */
    public Pod pod(String name) {
        return pods().named(name);
    }

    /** Its pods, oldest first. */
    public Pods pods() {
        return new Pods(world().podsOn(this));
    }

    /** Its kube-proxy, the process: to kill it, and to start it again. */
    public KubeProxy kubeProxy() {
        return world().proxies
                .of(name())
                .orElseThrow(() -> new IllegalStateException("node " + name() + " runs no kube-proxy"));
    }

    /**
     * Its flanneld, the process: to kill it, and to start it again.
     *
     * @throws IllegalStateException if the cluster's pod network is not flannel's
     */
    public Flanneld flanneld() {
        return world().flannelds
                .of(name())
                .orElseThrow(() -> new IllegalStateException("node " + name()
                        + " runs no flanneld; describe the cluster with .podNetwork(PodNetwork.VXLAN) or HOST_GW"));
    }

    /**
     * Cuts its power: its processes end, its card falls silent. The control plane finds out in its own time: not ready after
     * 50 s, its pods replaced after 5 minutes more. Does nothing if it is off.
     */
    public Node powerOff() {
        if (!unplugged.isEmpty()) {
            return this;
        }
        for (NetDevice device : namespace().devices()) {
            if (device instanceof Nic card && card.wire().orElse(null) instanceof Segment segment) {
                segment.unplug(card);
                unplugged.put(card, segment);
            }
        }
        kubelet.powerOff();
        world().proxies.of(name()).ifPresent(KubeProxy::kill);
        world().flannelds.of(name()).ifPresent(Flanneld::kill);
        world().plane.nodes().lost(name());
        return this;
    }

    /**
     * Starts it again after {@link #powerOff}, as a machine that boots: rules, connections and neighbours are forgotten, the
     * card is plugged in with its address and default route, then come kubelet and kube-proxy. Pods that are still bound
     * here start anew, with new addresses. The boot itself takes no time.
     */
    public Node powerOn() {
        if (unplugged.isEmpty()) {
            return this;
        }
        Boot.start(namespace());
        unplugged.forEach((card, segment) -> segment.plug(card));
        unplugged.clear();
        kubelet.powerOn();
        world().flannelds.of(name()).ifPresent(flanneld -> {
            flanneld.kill();
            flanneld.start();
        });
        world().proxies.of(name()).ifPresent(proxy -> {
            proxy.kill(); // started meanwhile, it was on a machine without power
            if (world().proxies.begun()) {
                proxy.start();
            }
        });
        world().plane.nodes().heardOf(name());
        return this;
    }

    /** {@code docker ps} or {@code docker ps -a}: one pause container for each pod, and the app containers. */
    public Printout docker(String arguments) {
        return DockerHost.docker(name(), runtime(), arguments);
    }

    @Override
    public String text() {
        return "node " + name() + " " + addresses + ", podCIDR " + podCidrs + ", bridge "
                + kubelet.network().bridge() + " " + kubelet.network().gateways() + ", " + pods().size() + " pods";
    }
}
