package packetwalk.linux.sysctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One namespace's {@code net.ipv6.conf} and {@code net.ipv6.neigh}: net/ipv6/addrconf.c {@code addrconf_init_net()}.
 *
 * <p>Unlike those of IPv4, a new namespace's are not copied from the machine's own, but begin as the kernel was booted:
 * with {@code ipv6.disable_ipv6=1} every device of every namespace begins without IPv6.
 */
public final class Ipv6Sysctls {

    private static final String ALL = "all";

    private final Values<Devconf6> all;
    private final PerDevice<Devconf6> devconf;
    private final PerDevice<NeighParm> neighParms;
    private final boolean disabledAtBoot;

    /** What is done where a change has consequences at once. */
    private Runnable changed = () -> {};

    private Ipv6Sysctls(boolean disabledAtBoot, Values<NeighParm> neighDefaults) {
        this.disabledAtBoot = disabledAtBoot;
        this.all = initial(disabledAtBoot);
        this.devconf = new PerDevice<>("net.ipv6.conf.", List.of(Devconf6.values()), initial(disabledAtBoot));
        this.neighParms = new PerDevice<>("net.ipv6.neigh.", List.of(NeighParm.values()), neighDefaults);
        devconf.show(ALL, all);
        devconf.show(PerDevice.DEFAULT, devconf.defaults());
    }

    private static Values<Devconf6> initial(boolean disabled) {
        Values<Devconf6> values = Values.initial(Devconf6.class);
        values.set(Devconf6.DISABLE_IPV6, disabled ? 1 : 0);
        return values;
    }

    /** The settings of a machine that was booted so. */
    static Ipv6Sysctls ofMachine(boolean disabledAtBoot) {
        Ipv6Sysctls sysctls = new Ipv6Sysctls(disabledAtBoot, Values.initial(NeighParm.class));
        sysctls.neighParms.show(PerDevice.DEFAULT, sysctls.neighParms.defaults());
        return sysctls;
    }

    /** The settings of a new namespace on the same machine. */
    Ipv6Sysctls ofNewNamespace() {
        return new Ipv6Sysctls(disabledAtBoot, neighParms.defaults());
    }

    /** Has {@code changed} run whenever IPv6 is switched on or off for a device: {@code dev_disable_change()}. */
    public void onChange(Runnable changed) {
        this.changed = changed;
    }

    /** Whether this namespace is a router: {@code net.ipv6.conf.all.forwarding}. */
    public boolean forwards() {
        return all.get(Devconf6.FORWARDING) != 0;
    }

    /** What {@code net.ipv6.conf} says of {@code device}; the defaults where there is no such device. */
    public int value(Devconf6 setting, String device) {
        return devconf.of(device).get(setting);
    }

    /** Whether the value is not 0. */
    public boolean on(Devconf6 setting, String device) {
        return value(setting, device) != 0;
    }

    /** What {@code net.ipv6.neigh} says of {@code device}; the defaults where there is no such device. */
    public int value(NeighParm setting, String device) {
        return neighParms.of(device).get(setting);
    }

    void addDevice(String device) {
        devconf.addDevice(device);
        neighParms.addDevice(device);
    }

    void removeDevice(String device) {
        devconf.removeDevice(device);
        neighParms.removeDevice(device);
    }

    /** A setting by its full name; empty if there is none of that name. */
    Optional<Sysctls.Named> find(String name) {
        Optional<Sysctls.Named> conf = devconf.find(name)
                .map(entry -> new Sysctls.Named(
                        entry.setting(),
                        () -> devconf.of(entry.device()).get(entry.setting()),
                        value -> write(entry, value)));
        return conf.or(() -> neighParms
                .find(name)
                .map(entry -> new Sysctls.Named(
                        entry.setting(),
                        () -> neighParms.of(entry.device()).get(entry.setting()),
                        value -> neighParms.write(entry, value))));
    }

    /** Written for {@code all}, these two are written for every device: {@code addrconf_fixup_forwarding()} and its like. */
    private void write(PerDevice.Entry<Devconf6> entry, int value) {
        Devconf6 setting = entry.setting();
        boolean everywhere =
                entry.device().equals(ALL) && (setting == Devconf6.DISABLE_IPV6 || setting == Devconf6.FORWARDING);
        if (everywhere) {
            devconf.writeAll(setting, value);
        } else {
            devconf.of(entry.device()).write(setting, value);
        }
        if (setting == Devconf6.DISABLE_IPV6) {
            changed.run();
        }
    }

    /** Full names of all values. */
    List<String> names() {
        List<String> names = new ArrayList<>(devconf.names());
        names.addAll(neighParms.names());
        return names;
    }
}
