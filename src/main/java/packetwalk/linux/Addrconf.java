package packetwalk.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.route.Fib;
import packetwalk.linux.route.Route;
import packetwalk.linux.route.RouteType;
import packetwalk.linux.sysctl.Devconf6;
import packetwalk.linux.sysctl.Ipv6Sysctls;
import packetwalk.net.Cidr;
import packetwalk.net.InterfaceAddress;
import packetwalk.net.IpAddress;

/**
 * The IPv6 addresses of one namespace's devices, and the routes that they bring along: net/ipv6/addrconf.c.
 *
 * <p>A device has IPv6 while it is up and {@code disable_ipv6} is 0; once somebody is at its other end it makes itself a
 * link-local address. When it goes down its addresses go, too, unlike those of IPv4. Left out: autoconfiguration,
 * temporary addresses, lifetimes, duplicate address detection.
 */
public final class Addrconf {

    /** {@code IP6_RT_PRIO_ADDRCONF}: the metric of routes that come with addresses. */
    private static final int PREFIX_METRIC = 256;

    private static final Cidr GROUPS = Cidr.parse("ff00::/8");
    private static final InterfaceAddress LOOPBACK = InterfaceAddress.parse("::1/128");
    private static final int LINK_LOCAL_PREFIX = 64;

    /** What one device has: Linux {@code struct inet6_dev}. */
    private static final class Inet6Device {
        private final List<InterfaceAddress> addresses = new ArrayList<>();
        private boolean runs;
    }

    private final Map<NetDevice, Inet6Device> devices = new LinkedHashMap<>();
    private final NetworkNamespace namespace;
    private final Ipv6Sysctls sysctls;
    private final Fib fib;

    /** How many devices have an address. */
    private final Map<IpAddress, Integer> owners = new HashMap<>();

    Addrconf(NetworkNamespace namespace, Fib fib) {
        this.namespace = namespace;
        this.sysctls = namespace.sysctls().ipv6();
        this.fib = fib;
    }

    /** Whether the device takes and sends IPv6. */
    boolean runs(NetDevice device) {
        Inet6Device found = devices.get(device);
        return found != null && found.runs;
    }

    /** The device's addresses as the kernel keeps them: wider scopes first, the newest first among equals. */
    public List<InterfaceAddress> addresses(NetDevice device) {
        Inet6Device found = devices.get(device);
        return found == null ? List.of() : List.copyOf(found.addresses);
    }

    /** Whether {@code address} is one of this host's: {@code ipv6_chk_addr()}. */
    boolean isLocal(IpAddress address) {
        return owners.containsKey(address);
    }

    /** Whether it is one of that very device's. */
    boolean has(NetDevice device, IpAddress address) {
        return addresses(device).stream().anyMatch(own -> own.address().equals(address));
    }

    /** The address that is good for the device's link alone: {@code ipv6_get_lladdr()}. */
    Optional<IpAddress> linkLocal(NetDevice device) {
        return addresses(device).stream()
                .map(InterfaceAddress::address)
                .filter(IpAddress::isLinkLocal)
                .findFirst();
    }

    /** Whether the device listens to a group: all nodes', and those in which its addresses are asked for. */
    boolean isMember(String device, IpAddress group) {
        NetDevice found = namespace.device(device).orElse(null);
        return found != null
                && (group.equals(IpAddress.ALL_NODES)
                        || addresses(found).stream()
                                .anyMatch(own -> own.address().solicitedNode().equals(group)));
    }

    /**
     * Adds an address: {@code inet6_addr_add()}.
     *
     * @throws IllegalArgumentException if the device has it, or no IPv6
     */
    void add(NetDevice device, InterfaceAddress address) {
        if (isDisabled(device)) {
            throw new IllegalArgumentException("Error: ipv6: IPv6 is disabled on this device: net.ipv6.conf."
                    + device.name() + ".disable_ipv6 = 1; first sysctl -w net.ipv6.conf.all.disable_ipv6=0");
        }
        if (address.address().isMulticast() || address.address().isAny()) {
            throw new IllegalArgumentException(
                    "RTNETLINK answers: Cannot assign requested address: " + address + " is no host's");
        }
        if (has(device, address.address())) {
            throw new IllegalArgumentException(
                    "Error: ipv6: address already assigned: " + device.name() + " has " + address.address());
        }
        insert(device, address);
    }

    private boolean isDisabled(NetDevice device) {
        return sysctls.on(Devconf6.DISABLE_IPV6, device.name());
    }

    private void insert(NetDevice device, InterfaceAddress address) {
        Inet6Device own = devices.computeIfAbsent(device, any -> new Inet6Device());
        int place = address.address().isLinkLocal() ? firstLinkLocal(own) : 0;
        own.addresses.add(place, address);
        owners.merge(address.address(), 1, Integer::sum);
        namespace.changed();
        fib.addOwn(Fib.LOCAL, localRoute(device, address));
        if (device.up()) {
            addPrefixRoute(device, address);
        }
    }

    private static int firstLinkLocal(Inet6Device own) {
        return (int) own.addresses.stream()
                .filter(each -> !each.address().isLinkLocal())
                .count();
    }

    private static Route localRoute(NetDevice device, InterfaceAddress address) {
        return Route.ofIpv6(RouteType.LOCAL, Cidr.of(address.address()), device.name(), 0);
    }

    private static Route prefixRoute(NetDevice device, InterfaceAddress address) {
        return Route.ofIpv6(RouteType.UNICAST, address.network(), device.name(), PREFIX_METRIC);
    }

    /** {@code addrconf_prefix_route()}; loopback's own address needs none. */
    private void addPrefixRoute(NetDevice device, InterfaceAddress address) {
        if (!(device instanceof Loopback)) {
            fib.addOwn(Fib.MAIN, prefixRoute(device, address));
        }
    }

    /**
     * Removes an address, and the route to its network if no other address has it: {@code inet6_addr_del()}.
     *
     * @throws IllegalArgumentException if the device does not have it
     */
    void remove(NetDevice device, InterfaceAddress address) {
        Inet6Device own = devices.get(device);
        if (own == null || !own.addresses.contains(address)) {
            throw new IllegalArgumentException("Error: ipv6: address not found: " + address + " on " + device.name()
                    + "; it has " + addresses(device));
        }
        withdraw(device, own, address);
    }

    private void withdraw(NetDevice device, Inet6Device own, InterfaceAddress address) {
        own.addresses.remove(address);
        owners.computeIfPresent(address.address(), (any, count) -> count == 1 ? null : count - 1);
        namespace.changed();
        fib.removeIf(localRoute(device, address)::equals);
        boolean last = own.addresses.stream().noneMatch(other -> other.network().equals(address.network()));
        if (last) {
            fib.removeIf(prefixRoute(device, address)::equals);
        }
        if (!isLocal(address.address())) {
            fib.removeIf(route -> route.src().filter(address.address()::equals).isPresent());
        }
        namespace.conntrack().masqueradeEnds(device.name(), Optional.of(address.address()));
    }

    /** Brings every device to what it shall be now. */
    void sync() {
        namespace.devices().forEach(this::sync);
    }

    /** Something has happened to a device: {@code addrconf_notify()}. */
    void sync(NetDevice device) {
        Inet6Device own = devices.computeIfAbsent(device, any -> new Inet6Device());
        boolean shall = device.up() && !isDisabled(device);
        if (shall && !own.runs) {
            start(device, own);
        } else if (!shall && own.runs) {
            stop(device, own);
        }
        if (own.runs && device.carrier() && wantsLinkLocal(device)) {
            insert(device, new InterfaceAddress(IpAddress.linkLocal(device.mac()), LINK_LOCAL_PREFIX));
        }
    }

    private boolean wantsLinkLocal(NetDevice device) {
        return !(device instanceof Loopback)
                && !sysctls.on(Devconf6.ADDR_GEN_MODE, device.name())
                && linkLocal(device).isEmpty();
    }

    /** {@code NETDEV_UP}: {@code addrconf_permanent_addr()}, {@code addrconf_init_auto_addrs()}. */
    private void start(NetDevice device, Inet6Device own) {
        own.runs = true;
        if (device instanceof Loopback) {
            if (!has(device, LOOPBACK.address())) {
                insert(device, LOOPBACK);
            }
        } else {
            fib.addOwn(Fib.LOCAL, Route.ofIpv6(RouteType.MULTICAST, GROUPS, device.name(), PREFIX_METRIC));
        }
        own.addresses.forEach(address -> addPrefixRoute(device, address));
    }

    /** {@code addrconf_ifdown()}: addresses and routes go. */
    private void stop(NetDevice device, Inet6Device own) {
        own.runs = false;
        List.copyOf(own.addresses).forEach(address -> withdraw(device, own, address));
        fib.removeIf(route -> route.leavesBy(device.name()));
        namespace.ipv6().neighbours().flush(device);
    }

    /** The device is no more. */
    void forget(NetDevice device) {
        sync(device);
        devices.remove(device);
    }
}
